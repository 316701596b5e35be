/** From a profile event to membership changes: routing, identities, schedule, mapping. */
package io.github.listward.activation;
