package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Destination;
import io.github.listward.destination.MappingRow;
import io.github.listward.marketo.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.io.FileSystemResource;

/** docs/configuration.md names every property there is, and no other, with the defaults of application.yaml. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final String METADATA = "/META-INF/spring-configuration-metadata.json";
    private static final Set<String> DEFINITIONS = Set.of("listward.instances", "listward.destinations", "listward.dataflows");
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void namesEveryPropertyOfListward() throws IOException {
        Set<String> expected = new TreeSet<>();
        try (InputStream metadata = getClass().getResourceAsStream(METADATA)) {
            for (JsonNode property : new ObjectMapper().readTree(metadata).path("properties")) {
                expected.add(property.path("name").asText());
            }
        }
        settings().keySet().forEach(name -> expected.add(name.toString()));
        expected.removeIf(name -> !name.startsWith("listward.") || DEFINITIONS.contains(name));
        Set<String> named = named();
        named.removeIf(name -> !name.startsWith("listward.") || name.endsWith(".*"));

        assertThat(named).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void namesEveryPropertyOfTheDefinitions() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (Class<?> type : new Class<?>[] {Instance.class, Destination.class, Dataflow.class}) {
            expected.addAll(properties("", type));
        }
        expected.removeAll(Set.of("audiences", "mapping"));
        expected.addAll(properties("audiences[].", Audience.class));
        expected.addAll(properties("mapping[].", MappingRow.class));
        Set<String> named = named();
        named.removeIf(name -> name.matches("(listward|spring|server|management|logging)\\..*"));

        assertThat(named).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source.consumers", "source.max-poll-records", "source.poll-timeout-ms", "source.batching-interval-ms", "topics.changes", "topics.memberships",
            "topics.dead-letters", "delivery.max-poll-records", "delivery.poll-timeout-ms", "delivery.batching-interval-ms", "pause-after-failure",
            "marketo.http.connections", "marketo.http.connect-timeout-millis", "marketo.http.response-timeout-millis", "marketo.retry.times",
            "marketo.retry.first-delay-millis", "marketo.retry.longest-delay-millis"})
    void saysTheDefaultOfApplicationYaml(String property) throws IOException {
        String name = "listward." + property;

        assertThat(rows()).anySatisfy(row -> {
            assertThat(row.group(1)).isEqualTo("`" + name + "`");
            assertThat(row.group(3)).isEqualTo("`" + settings().get(name) + "`");
        });
    }

    private static Set<String> properties(String prefix, Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String dashed = component.getName().replaceAll("([A-Z])", "-$1");
            names.add(prefix + ConfigurationPropertyName.adapt(dashed, '.').toString());
        }
        return names;
    }

    private static Set<String> named() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Matcher row : rows()) {
            NAME.matcher(row.group(1)).results().forEach(name -> names.add(name.group(1)));
        }
        return names;
    }

    private static Collection<Matcher> rows() throws IOException {
        try (Stream<String> lines = Files.lines(PAGE, StandardCharsets.UTF_8)) {
            return lines.map(ROW::matcher).filter(Matcher::find).toList();
        }
    }

    private static Properties settings() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new FileSystemResource("application.yaml"));
        return yaml.getObject();
    }
}
