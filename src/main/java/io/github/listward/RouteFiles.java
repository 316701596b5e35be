package io.github.listward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Finds the route files: those packed in the jar, each replaced by the file of its name in {@code listward.routes.directory}
 * ({@code ./routes} unless set), and the files found only there. Camel gets one list, one location per file name: given both
 * places as patterns it refuses the duplicate route ids.
 *
 * <p>A replacement can name what it was made from, with the comment line
 *
 * <pre># replaces: sha256 &lt;the packed file's SHA-256 in hex, or at least the first 16 digits of it&gt;</pre>
 *
 * The start warns when the packed file is another one by now, as after an upgrade. The line to write is in the log of every
 * start that finds a replacement without one.
 */
class RouteFiles implements EnvironmentPostProcessor {

    static final String DIRECTORY = "listward.routes.directory";
    static final String PATTERN = "camel.main.routes-include-pattern";

    private static final String SUFFIX = ".camel.yaml";
    private static final Pattern REPLACES = Pattern.compile("^# replaces: sha256 ([0-9a-f]{16,64})\\s*$", Pattern.MULTILINE);
    private static final int DIGITS_SHOWN = 16;

    private final Log log;

    RouteFiles(DeferredLogFactory logs) {
        this.log = logs.getLog(RouteFiles.class);
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.containsProperty(PATTERN)) {
            return;
        }
        try {
            Map<String, byte[]> packed = packed();
            Map<String, String> locations = new TreeMap<>();
            packed.keySet().forEach(name -> locations.put(name, "classpath:routes/" + name));
            for (Path file : filesIn(directory(environment))) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    locations.put(name, file.toUri().toString());
                    report(name, file, packed.get(name));
                } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                    log.warn("Routes: %s is not read, the name of a route file ends in %s".formatted(file, SUFFIX));
                }
            }
            environment.getPropertySources().addLast(
                    new MapPropertySource("listward route files", Map.of(PATTERN, String.join(",", locations.values()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> packed() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath:routes/*" + SUFFIX)) {
            contents.put(file.getFilename(), file.getContentAsByteArray());
        }
        return contents;
    }

    private static Path directory(ConfigurableEnvironment environment) {
        String configured = environment.getProperty(DIRECTORY);
        Path directory = Path.of(configured == null ? "routes" : configured).toAbsolutePath().normalize();
        if (configured != null && !Files.isDirectory(directory)) {
            throw new IllegalStateException(
                    "%s: there is no directory %s. Create it, or leave the property out.".formatted(DIRECTORY, directory));
        }
        return directory;
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void report(String name, Path file, byte[] original) throws IOException {
        byte[] content = Files.readAllBytes(file);
        if (original == null) {
            log.info("Routes: %s is added".formatted(file));
        } else if (!Arrays.equals(content, original)) {
            reportReplaced(name, file, new String(content, StandardCharsets.UTF_8), sha256(original));
        }
    }

    private void reportReplaced(String name, Path file, String content, String packed) {
        String line = "# replaces: sha256 " + packed.substring(0, DIGITS_SHOWN);
        Matcher replaces = REPLACES.matcher(content);
        if (!replaces.find()) {
            log.info("Routes: %s replaces the packed %s. With the line \"%s\" in it you are warned when an upgrade changes the packed one."
                    .formatted(file, name, line));
        } else if (packed.startsWith(replaces.group(1))) {
            log.info("Routes: %s replaces the packed %s".formatted(file, name));
        } else {
            log.warn("Routes: %s replaces the packed %s, which has changed since. Compare the two, then make the line in yours \"%s\"."
                    .formatted(file, name, line));
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
