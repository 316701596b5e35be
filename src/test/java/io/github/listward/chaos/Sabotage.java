package io.github.listward.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks Listward the way an operator could, to see that it is noticed. */
final class Sabotage {

    private static final String COMMIT = "          - bean: { ref: batch, method: commit }\n";
    private static final String DELIVER = "          - to: { uri: \"direct:deliver-changes\" }\n";

    private Sabotage() {}

    /** @return the directory of a route that commits a poll of changes before it delivers it */
    static Path commitEarly(Path directory) {
        try {
            String route = Files.readString(Path.of("routes/poll-changes.camel.yaml"));
            String broken = route.replace(COMMIT, "").replace(DELIVER, COMMIT + DELIVER);
            if (broken.length() != route.length() || broken.equals(route)) {
                throw new IllegalStateException("poll-changes no longer has the steps that are to change places");
            }
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("poll-changes.camel.yaml"), broken);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
