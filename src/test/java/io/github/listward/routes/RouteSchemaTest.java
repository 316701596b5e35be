package io.github.listward.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds route files to the schema Camel publishes for its YAML, which it does not ask for itself when it reads them. */
class RouteSchemaTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final String FINE = """
            - route:
                id: qualify
                description: Maps a profile's fields
                from:
                  uri: direct:qualify
                  steps:
                    - split:
                        id: each-row
                        simple: "${body}"
                        stopOnException: true
                        steps:
                          - bean: { id: map-fields, ref: mapping, method: map }
                    - throttle:
                        id: keep-to-rate
                        expression: { constant: "10" }
                        timePeriodMillis: "2050"
            """;

    private static JsonSchema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream json = RouteSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonMetaSchema dialect = JsonMetaSchema.builder(JsonMetaSchema.getV4()).keyword(new NonValidationKeyword("deprecated")).build();
            schema = JsonSchemaFactory.getInstance(VersionFlag.V4, factory -> factory.metaSchema(dialect)).getSchema(json);
        }
    }

    static Stream<String> files() throws IOException {
        return RouteDirectory.texts().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteFileFitsTheSchema(String file) throws IOException {
        assertThat(problems(RouteDirectory.texts().get(file))).isEmpty();
    }

    @Test
    void findsNothingWrongWithWhatIsFine() throws IOException {
        assertThat(problems(FINE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            - route:                | - rout:
            steps:                  | step:
            - split:                | - splitter:
            stopOnException: true   | stopOnExeption: true
            stopOnException: true   | stopOnException: sometimes
            - bean: {               | - bean: { refs: mapping,
            timePeriodMillis: "2050" | timePeriodMillis: 2050
            simple: "${body}"       | simple: 5
            uri: direct:qualify     | uri: [direct, qualify]
            """)
    void findsAMistake(String right, String wrong) throws IOException {
        assertThat(FINE).contains(right);

        assertThat(problems(FINE.replace(right, wrong))).isNotEmpty();
    }

    private static Set<ValidationMessage> problems(String text) throws IOException {
        JsonNode routes = YAML.readTree(text);
        return schema.validate(routes);
    }
}
