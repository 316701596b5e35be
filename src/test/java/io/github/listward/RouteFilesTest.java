package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class RouteFilesTest {

    private static final String PACKED = "on-qualified.camel.yaml";

    @TempDir
    Path directory;

    @Test
    void takesThePackedFilesWhenThereAreNoOthers() throws Exception {
        assertThat(locations())
                .contains("classpath:routes/on-qualified.camel.yaml", "classpath:routes/on-failed.camel.yaml")
                .doesNotHaveDuplicates()
                .allMatch(location -> location.startsWith("classpath:"));
    }

    @Test
    void replacesThePackedFileOfTheSameNameOnly(CapturedOutput log) throws Exception {
        Path mine = write(PACKED, "- route: {}\n");

        assertThat(locations())
                .contains(mine.toUri().toString(), "classpath:routes/on-failed.camel.yaml")
                .doesNotContain("classpath:routes/" + PACKED);
        assertThat(log).contains("INFO").contains(mine + " replaces the packed " + PACKED).contains(replaces(packedHash()));
    }

    @Test
    void addsAFileThatIsNotPacked(CapturedOutput log) throws Exception {
        Path mine = write("notify-crm.camel.yaml", "- route: {}\n");

        assertThat(locations()).contains(mine.toUri().toString(), "classpath:routes/" + PACKED);
        assertThat(log).contains(mine + " is added");
    }

    @Test
    void saysNothingOfACopyThatChangesNothing(CapturedOutput log) throws Exception {
        Path copy = directory.resolve(PACKED);
        Files.copy(Path.of("routes", PACKED), copy);

        assertThat(locations()).contains(copy.toUri().toString());
        assertThat(log).doesNotContain("Routes:");
    }

    @Test
    void warnsThatThePackedFileChangedSinceItWasReplaced(CapturedOutput log) throws Exception {
        write(PACKED, replaces("0".repeat(64)) + "\n- route: {}\n");

        locations();

        assertThat(log).contains("WARN").contains("has changed since").contains(replaces(packedHash()));
    }

    @Test
    void doesNotWarnWhenItWasMadeFromThePackedFile(CapturedOutput log) throws Exception {
        write(PACKED, "# Mine.\n" + replaces(packedHash()) + "\r\n- route: {}\n");

        locations();

        assertThat(log).contains("replaces the packed").doesNotContain("WARN");
    }

    @Test
    void warnsOfAFileThatIsNotNamedLikeARouteFile(CapturedOutput log) throws Exception {
        write("on-qualified.yaml", "- route: {}\n");

        assertThat(locations()).noneMatch(location -> location.startsWith("file:"));
        assertThat(log).contains("WARN").contains("on-qualified.yaml is not read");
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> locations(missing)).hasMessageContaining("listward.routes.directory").hasMessageContaining(missing.toString());
    }

    @Test
    void leavesAPatternSomebodySetAlone() {
        var environment = environment(directory);
        environment.getPropertySources().addFirst(new MockPropertySource().withProperty(RouteFiles.PATTERN, "classpath:one.camel.yaml"));

        new RouteFiles(Supplier::get).postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty(RouteFiles.PATTERN)).isEqualTo("classpath:one.camel.yaml");
    }

    private List<String> locations() {
        return locations(directory);
    }

    private static List<String> locations(Path directory) {
        var environment = environment(directory);
        new RouteFiles(Supplier::get).postProcessEnvironment(environment, new SpringApplication());
        return List.of(environment.getProperty(RouteFiles.PATTERN).split(","));
    }

    private static StandardEnvironment environment(Path directory) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MockPropertySource("mine").withProperty(RouteFiles.DIRECTORY, directory.toString()));
        return environment;
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static String replaces(String hash) {
        return "# replaces: sha256 " + hash;
    }

    private static String packedHash() throws Exception {
        byte[] content = Files.readAllBytes(Path.of("routes", PACKED));
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)).substring(0, 16);
    }
}
