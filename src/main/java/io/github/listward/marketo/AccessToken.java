package io.github.listward.marketo;

import java.time.Instant;

/**
 * A token of the client id it was given to; never printed.
 *
 * @param renewAt when to ask for the next one
 */
record AccessToken(String clientId, Secret value, Instant renewAt) {}
