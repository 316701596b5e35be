/** The profile event as AEP and other CDPs send it: both dialects, memberships, identities. */
package io.github.listward.profile;
