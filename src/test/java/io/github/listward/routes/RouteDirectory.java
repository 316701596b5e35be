package io.github.listward.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The route files as they stand at the top level. */
final class RouteDirectory {

    private static final Path PATH = Path.of("routes");

    private RouteDirectory() {}

    /** The text of each file, by its name. */
    static Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(PATH)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
