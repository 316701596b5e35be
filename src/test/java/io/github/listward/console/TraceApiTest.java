package io.github.listward.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** What the trace answers, and that the address it is asked about comes out nowhere. */
@ConsoleTest
@ExtendWith(OutputCaptureExtension.class)
class TraceApiTest {

    private static final String CANARY = "canary.of.the.trace@example.com";

    @Autowired
    JdbcClient jdbc;

    @Autowired
    InMemoryUserDetailsManager users;

    private TestRestTemplate stranger;
    private TestRestTemplate http;

    @Autowired
    void logIn(TestRestTemplate stranger) {
        this.stranger = stranger;
        http = stranger.withBasicAuth(ConsoleTest.USERNAME, ConsoleTest.PASSWORD);
    }

    @BeforeEach
    void empty() {
        for (String table : List.of("counter", "last_outcome", "wanted", "lead", "delivered", "audience_list", "membership_question", "failure_attempt")) {
            jdbc.sql("delete from " + table).update();
        }
    }

    @Test
    void answersAsTheContractSays() throws IOException {
        isInTheList();

        var answer = trace("{\"namespace\": \"Email\", \"id\": \"%s\", \"askMarketo\": true}".formatted(CANARY));

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(violations("Trace", answer.getBody())).isEmpty();
        JsonNode vip = answer.getBody().at("/audiences/0");
        assertThat(vip.get("verdict").asText()).isEqualTo("IN_LIST");
        assertThat(vip.at("/marketo/state").asText()).isEqualTo("PENDING");
        assertThat(vip.at("/lastOutcome/at").asText()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(vip.at("/failures").findValuesAsText("reason")).as("the newest five").containsExactly("R6", "R5", "R4", "R3", "R2");
        assertThat(vip.get("listUrl").isNull()).as("no address of the instance is known").isTrue();
    }

    @Test
    void answersAsTheContractSaysOfWhatIsNotKnown() throws IOException {
        JsonNode notKnown = trace("{\"namespace\": \"Email\", \"id\": \"%s\", \"audience\": \"vip\"}".formatted(CANARY)).getBody();
        JsonNode notActivated = trace("{\"namespace\": \"Email\", \"id\": \"%s\", \"audience\": \"lapsed\"}".formatted(CANARY)).getBody();

        assertThat(violations("Trace", notKnown)).isEmpty();
        assertThat(violations("Trace", notActivated)).isEmpty();
        assertThat(notKnown.get("known").asBoolean()).isFalse();
        assertThat(notActivated.at("/audiences/0/verdict").asText()).isEqualTo("NOT_ACTIVATED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # status | body | detail
            400 | {"id": "canary.of.the.trace@example.com"}                                                       | namespace is required
            400 | {"namespace": "Email"}                                                                          | id is required
            400 | {"namespace": "Email", "id": "  "}                                                              | id is required
            400 | {"namespace": "Email", "id": ["canary.of.the.trace@example.com"]}                               | id must be a text
            400 | {"namespace": {"canary.of.the.trace@example.com": 1}, "id": "canary.of.the.trace@example.com"}  | namespace must be a text
            400 | {"namespace": "Email", "id": "canary.of.the.trace@example.com", "askMarketo": "perhaps"}        | askMarketo must be true or false
            400 | {"namespace": "Email", "id": canary.of.the.trace@example.com}                                   | The body is not JSON
            400 | canary.of.the.trace@example.com                                                                 | The body is not JSON
            400 | ["canary.of.the.trace@example.com"]                                                             | The body must be a JSON object
            404 | {"namespace": "Email", "id": "x", "dataflow": "canary.of.the.trace@example.com"}                | There is no such dataflow
            """)
    void refusesWhatMakesNoSenseAndDoesNotQuoteIt(int status, String body, String detail, CapturedOutput output) throws IOException {
        everythingIsLogged();

        var answer = trace(body);

        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(violations("Problem", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("detail").asText()).contains(detail);
        assertThat(answer.getBody().toString()).doesNotContain(CANARY);
        assertThat(output.getAll()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 20_000})
    void refusesWhatIsTooLong(int length) throws IOException {
        var answer = trace("{\"namespace\": \"Email\", \"id\": \"%s\"}".formatted("x".repeat(length)));

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(violations("Problem", answer.getBody())).isEmpty();
    }

    @Test
    void answersOnlyWhoMayViewProfiles() throws IOException {
        users.createUser(User.withUsername("viewer").password("{noop}see").authorities("View Destinations", "View Segments").build());
        http = stranger.withBasicAuth("viewer", "see");

        var refused = trace("{\"namespace\": \"Email\", \"id\": \"%s\"}".formatted(CANARY));
        users.deleteUser("viewer");

        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(violations("Problem", refused.getBody())).isEmpty();
        assertThat(refused.getBody().get("detail").asText()).contains("View Profiles");
    }

    @Test
    void takesJsonOnly() {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.TEXT_PLAIN);

        assertThat(http.postForEntity("/api/trace", new HttpEntity<>("{}", headers), String.class).getStatusCode()).isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void keepsTheAddressToItself(CapturedOutput output) {
        isInTheList();
        everythingIsLogged();

        trace("{\"namespace\": \"Email\", \"id\": \"%s\", \"audience\": \"vip\", \"askMarketo\": true}".formatted(CANARY));

        assertThat(output.getAll()).contains("POST \"/api/trace\"").doesNotContain(CANARY);
        assertThat(jdbc.sql("select count(*) from membership_question").query(Long.class).single()).isOne();
        assertThat(String.join("\n", jdbc.sql("script").query(String.class).list())).contains("membership_question").doesNotContain(CANARY);
    }

    private static void everythingIsLogged() {
        ((Logger) LoggerFactory.getLogger("org.springframework.web.servlet")).setLevel(Level.TRACE);
        ((Logger) LoggerFactory.getLogger("io.github.listward")).setLevel(Level.TRACE);
    }

    @AfterEach
    void asBefore() {
        ((Logger) LoggerFactory.getLogger("org.springframework.web.servlet")).setLevel(null);
        ((Logger) LoggerFactory.getLogger("io.github.listward")).setLevel(null);
    }

    private void isInTheList() {
        String person = ConsoleTest.HASH.of("email", CANARY);
        jdbc.sql("insert into wanted (dataflow, audience, profile, person, qualified, wished_at, source_topic, source_partition, source_offset) values "
                + "('eu-nurture', 'vip', ?, ?, true, 1763892000000000, 'profiles', 0, 12)").params(person, person).update();
        jdbc.sql("insert into lead (destination, person, lead_id) values ('europe', ?, 17)").param(person).update();
        jdbc.sql("insert into audience_list (dataflow, audience, instance, list_id, name, named_at) values ('eu-nurture', 'vip', '123-ABC-456', 1003, 'VIP Europe', 0)").update();
        jdbc.sql("insert into delivered (instance, list_id, lead_id, member, delivered_at) values ('123-ABC-456', 1003, 17, true, 1795435200000000)").update();
        jdbc.sql("""
                insert into last_outcome (person, dataflow, audience, qualified, outcome, reason, request_id, recorded_at, decided, wished_at, source_topic, source_partition,
                  source_offset, settling, attempt) values (?, 'eu-nurture', 'vip', true, 'activated', 'added', 'a#1', 1795435200000000, true, 1, 'profiles', 0, 12, 0, 0)""")
                .param(person)
                .update();
        for (int i = 0; i < 7; i++) {
            jdbc.sql("""
                            insert into failure_attempt (origin, dataflow, audience, identity, attempt, reason, occurred_at, dead_letter_partition, dead_letter_offset)
                            values (?, 'eu-nurture', 'vip', ?, 0, ?, ?, 0, 1)""")
                    .params("profiles-0@" + i, person, "R" + i, OffsetDateTime.parse("2026-11-23T10:0" + i + ":00Z"))
                    .update();
        }
    }

    private ResponseEntity<JsonNode> trace(String body) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        return http.postForEntity("/api/trace", new HttpEntity<>(body, headers), JsonNode.class);
    }

    private static List<String> violations(String schema, JsonNode answer) throws IOException {
        try (InputStream contract = TraceApiTest.class.getResourceAsStream("/openapi.yaml")) {
            JsonNode whole = new YAMLMapper().readTree(contract);
            JsonNode reference = new ObjectMapper().createObjectNode().put("$ref", "#/components/schemas/" + schema).set("components", whole.get("components"));
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(reference).validate(answer).stream().map(Object::toString).toList();
        }
    }
}
