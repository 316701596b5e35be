/** Definitions: Marketo instances, destinations, dataflows, their audiences and mappings, and what is checked before they start. */
package io.github.listward.destination;
