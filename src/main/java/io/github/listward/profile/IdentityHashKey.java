package io.github.listward.profile;

import io.github.listward.marketo.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the key of the identity hashes and holds it against the database: under another key every person would look new, and what
 * was delivered would be delivered again.
 */
class IdentityHashKey {

    static final String FILE_NAME = "identity-hash.key";

    private static final String PROPERTY = "listward.identity-hash-key";
    private static final String CHECK = "identity-hash-check";
    private static final int RANDOM_BYTES = 32;
    private static final int SHORTEST_KEY = 32;

    private final IdentityHashProperties properties;
    private final JdbcClient jdbc;
    private final boolean mayBeMade;

    /**
     * @param mayBeMade whether a missing key is made and kept in a file: the database is a file of this machine, and not shared
     */
    IdentityHashKey(IdentityHashProperties properties, JdbcClient jdbc, boolean mayBeMade) {
        this.properties = properties;
        this.jdbc = jdbc;
        this.mayBeMade = mayBeMade;
    }

    /** @throws IdentityHashKeyException if there is no key, or not the one the database was written with */
    IdentityHash open() {
        Optional<String> check = storedCheck();
        IdentityHash hash = new IdentityHash(key(check.isPresent()));
        String actual = hash.of("check", "listward");
        if (!check.orElseGet(() -> storeCheck(actual)).equals(actual)) {
            throw refused("The identity hash key is not the one this database was written with.",
                    "Start with the former key: %s in the environment, or, if it was never set, %s. If the former key is lost, start with an empty database."
                            .formatted(PROPERTY, file()));
        }
        return hash;
    }

    private byte[] key(boolean databaseIsInUse) {
        Secret configured = properties.identityHashKey();
        String key = configured != null ? configured.value() : kept(databaseIsInUse);
        if (key.length() < SHORTEST_KEY) {
            throw refused("The identity hash key in %s has fewer than %d characters.".formatted(configured != null ? PROPERTY : file(), SHORTEST_KEY),
                    "Make one with: openssl rand -base64 32");
        }
        return key.strip().getBytes(StandardCharsets.UTF_8);
    }

    /** The key in the file, which is made when there is none. Set as the property, its text is the same key. */
    private String kept(boolean databaseIsInUse) {
        if (!mayBeMade) {
            throw refused("%s is missing; a database that replicas share needs one key for all of them.".formatted(PROPERTY),
                    "Set LISTWARD_IDENTITY_HASH_KEY to the same value on every replica; make one with: openssl rand -base64 32");
        }
        try {
            if (Files.exists(file())) {
                return Files.readString(file());
            }
            if (databaseIsInUse) {
                throw refused("The identity hash key %s is gone, and this database was written with it.".formatted(file()),
                        "Restore the file, or set %s to its content. If the key is lost, start with an empty database.".formatted(PROPERTY));
            }
            return make();
        } catch (IOException e) {
            throw new IdentityHashKeyException("The identity hash key %s cannot be read or written.".formatted(file()),
                    "Let listward.state-directory be a directory Listward may write to, or set %s.".formatted(PROPERTY), e);
        }
    }

    /** Whole or not at all: a key cut off by a crash would be taken for the key. */
    private String make() throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String key = Base64.getEncoder().encodeToString(random);
        Files.createDirectories(properties.stateDirectory());
        Path whole = Files.createTempFile(properties.stateDirectory(), FILE_NAME, ".tmp", ownerOnly());
        Files.writeString(whole, key);
        Files.move(whole, file(), StandardCopyOption.ATOMIC_MOVE);
        return key;
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean posix = properties.stateDirectory().getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    private Path file() {
        return properties.stateDirectory().resolve(FILE_NAME);
    }

    private Optional<String> storedCheck() {
        return jdbc.sql("select content from setting where name = ?").param(CHECK).query(String.class).optional();
    }

    /** @return what is stored now: another replica may have been faster */
    private String storeCheck(String check) {
        try {
            jdbc.sql("insert into setting (name, content) values (?, ?)").params(CHECK, check).update();
            return check;
        } catch (DuplicateKeyException e) {
            return storedCheck().orElseThrow();
        }
    }

    private static IdentityHashKeyException refused(String message, String remedy) {
        return new IdentityHashKeyException(message, remedy, null);
    }
}
