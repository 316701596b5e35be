package io.github.listward.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks Listward itself, the way an operator could: with a route file that replaces a packed one. */
final class Sabotage {

    private static final String QUEUE_EXITED = "- to: { id: queue-exited,";

    private Sabotage() {}

    /** @return a directory of routes of which one delivers no exits */
    static Path ignoreExits() {
        Path packed = Path.of("routes/exit.camel.yaml");
        Path replacing = Landscape.STATE.resolve("routes/exit.camel.yaml");
        try {
            String route = Files.readString(packed);
            String broken = route.replaceAll("(?m)^.*\\Q" + QUEUE_EXITED + "\\E.*\\R?", "");
            if (broken.equals(route)) {
                throw new IllegalStateException("There is no step \"" + QUEUE_EXITED + "\" in " + packed + " to leave out");
            }
            Files.createDirectories(replacing.getParent());
            Files.writeString(replacing, broken);
            return replacing.getParent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
