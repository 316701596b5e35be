package io.github.listward.profile;

import io.github.listward.marketo.Secret;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The key that keeps identities in the database unreadable.
 *
 * @param stateDirectory Where Listward keeps what belongs beside an H2 database: the identity hash key, when none is configured.
 * @param identityHashKey Key of the hashes that stand in for identities in the database, at least 32 characters, e.g. from "openssl rand
 *     -base64 32". Required with PostgreSQL; with H2 one is made and kept in the state directory. Another key than before does not start.
 */
@ConfigurationProperties("listward")
record IdentityHashProperties(@DefaultValue("./data") Path stateDirectory, Secret identityHashKey) {}
