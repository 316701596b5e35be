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
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.FileSystemResource;

/** Holds {@code docs/configuration.md} against the code, {@code application.yaml} and Spring's metadata. */
class ConfigurationPageTest {

    /** A row of the page, without its meaning. */
    private record Property(String type, String value) {}

    private static final String NONE = "none";

    private static final Map<String, Class<?>> ELEMENTS = Map.of(
            "listward.instances[]", Instance.class,
            "listward.destinations[]", Destination.class,
            "listward.dataflows[]", Dataflow.class,
            "listward.dataflows[].audiences[]", Audience.class,
            "listward.dataflows[].mapping[]", MappingRow.class);

    /** Bound by hand, so that no metadata is made of them. */
    private static final List<String> MAPS = List.of("listward.kafka.properties", "listward.source.properties");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("String", "text"), Map.entry("Integer", "number"), Map.entry("int", "number"), Map.entry("Long", "number"),
            Map.entry("Boolean", "true or false"), Map.entry("boolean", "true or false"), Map.entry("List", "list"), Map.entry("Secret", "secret"),
            Map.entry("Duration", "duration"), Map.entry("Instant", "time"), Map.entry("Path", "path"), Map.entry("DataSize", "size"),
            Map.entry("URI", "address"));

    @Test
    void hasEveryPropertyWithItsTypeAndDefaultAndNoOther() throws IOException {
        Map<String, Property> there = new TreeMap<>();
        MAPS.forEach(name -> there.put(name, new Property("map", NONE)));
        ELEMENTS.forEach((prefix, type) -> there.putAll(components(prefix, type)));
        metadata().forEach((name, each) -> there.put(name, new Property(
                typeName(each.get("type").asText().replaceAll("<.*", "").replaceAll(".*[.$]", "")), each.path("defaultValue").asText(NONE))));
        settings().forEach((name, value) -> there.merge(name, new Property(typeOf(value), value), (known, set) -> new Property(known.type(), value)));

        Map<String, Property> onThePage = new TreeMap<>();
        rows().forEach((name, row) -> onThePage.put(name, new Property(row[2], row[3].replace("`", ""))));

        assertThat(onThePage.entrySet()).containsExactlyInAnyOrderElementsOf(there.entrySet());
    }

    @Test
    void saysOfAPropertyWhatTheCodeSays() throws IOException {
        Map<String, String[]> rows = rows();
        metadata().forEach((name, each) -> assertThat(rows.get(name)[4]).as(name).isEqualTo(each.get("description").asText()));
        rows.forEach((name, row) -> assertThat(row[4]).as(name).isNotBlank());
    }

    private static Map<String, String[]> rows() throws IOException {
        Map<String, String[]> rows = new TreeMap<>();
        try (Stream<String> lines = Files.lines(Path.of("docs/configuration.md"))) {
            lines.filter(line -> line.startsWith("| `")).forEach(line -> {
                String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
                assertThat(cells).as(line).hasSize(5);
                assertThat(rows.put(cells[1].replace("`", ""), cells)).as("twice: " + cells[1]).isNull();
            });
        }
        return rows;
    }

    private static Map<String, JsonNode> metadata() throws IOException {
        Map<String, JsonNode> properties = new TreeMap<>();
        try (InputStream json = ConfigurationPageTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            new ObjectMapper().readTree(json).get("properties").forEach(each -> properties.put(each.get("name").asText(), each));
        }
        return properties;
    }

    private static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (var source : new YamlPropertySourceLoader().load("application", new FileSystemResource("application.yaml"))) {
            var properties = (EnumerablePropertySource<?>) source;
            Arrays.stream(properties.getPropertyNames()).filter(name -> name.startsWith("listward."))
                    .forEach(name -> settings.put(name, String.valueOf(properties.getProperty(name))));
        }
        return settings;
    }

    /** The defaults stand on the parameters of the canonical constructor. */
    private static Map<String, Property> components(String prefix, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Map<String, Property> properties = new TreeMap<>();
        try {
            Parameter[] parameters = type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new)).getParameters();
            for (int i = 0; i < components.length; i++) {
                DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
                boolean none = value == null || value.value().length == 0;
                properties.put(prefix + "." + kebabCase(components[i].getName()),
                        new Property(typeName(components[i].getType().getSimpleName()), none ? NONE : String.join(", ", value.value())));
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
        return properties;
    }

    /** What is neither is one of an enum's names. */
    private static String typeName(String javaType) {
        return TYPES.getOrDefault(javaType, "choice");
    }

    private static String typeOf(String value) {
        if (value.matches("\\d+")) {
            return "number";
        }
        return value.matches("\\d+(ms|s|m|h|d)") ? "duration" : "text";
    }

    private static String kebabCase(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase();
    }
}
