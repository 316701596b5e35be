package io.github.listward.console;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Reason;
import io.github.listward.batch.InMemoryTopics;
import io.github.listward.batch.SourceRecord;
import io.github.listward.batch.Tallies;
import io.github.listward.batch.Tally;
import io.github.listward.batch.Tally.Outcome;
import io.github.listward.profile.Position;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Holds the code against {@code openapi.yaml}, and says what the API answers. */
@ConsoleTest
class ApiContractTest {

    private static final ObjectName DATAFLOW = dataflow();

    private final JsonNode contract = contract();

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MBeanServer jmx;

    @Autowired
    Tallies tallies;

    @Autowired
    InMemoryTopics topics;

    @Autowired
    ChangeFormat format;

    @Autowired
    InMemoryUserDetailsManager users;

    @Autowired
    TestRestTemplate stranger;

    private TestRestTemplate http;

    @Autowired
    void logIn(TestRestTemplate stranger) {
        http = stranger.withBasicAuth(ConsoleTest.USERNAME, ConsoleTest.PASSWORD);
    }

    @BeforeEach
    void empty() {
        List.of("counter", "counter_total", "run_counter", "run_audience").forEach(table -> jdbc.sql("delete from " + table).update());
        jdbc.sql("delete from alert").update();
        jdbc.sql("delete from failure").update();
        jdbc.sql("delete from list_import").update();
        jdbc.sql("delete from hold").update();
        jdbc.sql("delete from call_count").update();
        jdbc.sql("delete from settling").update();
        jdbc.sql("delete from paused_audience").update();
        jdbc.sql("delete from warm_up").update();
        for (String table : List.of("last_outcome", "wanted", "lead", "delivered", "audience_list", "membership_question", "failure_attempt")) {
            jdbc.sql("delete from " + table).update();
        }
    }

    @Test
    void offersTheOperationsOfTheContractAndNoOthers() {
        var offered = new TreeMap<String, Set<String>>();
        mappings.getHandlerMethods().forEach((mapping, method) -> mapping.getPatternValues().stream()
                .filter(path -> path.startsWith("/api"))
                .forEach(path -> mapping.getMethodsCondition().getMethods()
                        .forEach(verb -> offered.put(verb.name().toLowerCase() + " " + path, parameters(method)))));

        var promised = new TreeMap<String, Set<String>>();
        contract.get("paths").properties().forEach(path -> path.getValue().properties().forEach(operation ->
                promised.put(operation.getKey() + " " + path.getKey(), parameters(operation.getValue()))));

        assertThat(offered).isEqualTo(promised);
    }

    @Test
    void answersAsTheContractSays() {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        counter("eu-nurture", "vip", "received", "", 7);

        assertThat(violations("Failures", get("/api/failures"))).isEmpty();
        assertThat(violations("Audiences", get("/api/audiences"))).isEmpty();
        assertThat(violations("Problem", get("/api/failures?limit=0"))).isEmpty();
        assertThat(violations("Settlings", get("/api/settlings"))).isEmpty();
        assertThat(violations("Dataflows", get("/api/dataflows"))).isEmpty();
        assertThat(http.getForObject("/api/openapi.yaml", String.class)).startsWith("openapi: 3.1.0");
    }

    @Test
    void listsFailuresNewestFirst() {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        failure("profiles-0@2", "2026-11-23T11:00:00.5Z");

        JsonNode failures = get("/api/failures?dataflow=eu-nurture&from=2026-11-23T00:00:00Z").get("failures");

        assertThat(failures.findValuesAsText("origin")).containsExactly("profiles-0@2", "profiles-0@1");
        assertThat(failures.get(0).get("occurredAt").asText()).isEqualTo("2026-11-23T11:00:00.500Z");
        assertThat(get("/api/failures?limit=1&offset=1").get("failures").findValuesAsText("origin")).containsExactly("profiles-0@1");
    }

    @Test
    void exportsFailuresUnderTheNamesOfTheJson() {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        var answer = http.getForEntity("/api/failures.csv?reason=INVALID_VALUE", String.class);

        List<String> names = new ArrayList<>();
        contract.at("/components/schemas/Failure/properties").fieldNames().forEachRemaining(names::add);
        assertThat(answer.getBody()).isEqualTo(String.join(",", names) + "\r\n"
                + "profiles-0@1,eu-nurture,\"vip, Größte\",ada,INVALID_VALUE,,,,2026-11-23T10:00:00Z,0,1,,,0,0,OPEN,,,,false\r\n");
        assertThat(answer.getHeaders().getContentDisposition().getFilename()).isEqualTo("failures.csv");
    }

    @Test
    void exportsFailuresAsJsonLines() throws IOException {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        failure("profiles-0@2", "2026-11-23T11:00:00Z");
        failure("profiles-0@3", "2026-11-23T12:00:00Z");

        var answer = http.getForEntity("/api/failures.jsonl?to=2026-11-23T12:00:00Z", String.class);

        assertThat(answer.getHeaders().getContentType()).hasToString("application/jsonl;charset=UTF-8");
        assertThat(answer.getHeaders().getContentDisposition().getFilename()).isEqualTo("failures.jsonl");
        assertThat(answer.getBody()).endsWith("}\n");
        List<String> lines = answer.getBody().lines().toList();
        for (String line : lines) {
            assertThat(violations("Failure", new YAMLMapper().readTree(line))).isEmpty();
        }
        assertThat(lines).extracting(line -> new YAMLMapper().readTree(line).get("origin").asText()).containsExactly("profiles-0@2", "profiles-0@1");
    }

    @Test
    void showsWhomAFailureIsAboutMaskedUnlessOtherwiseAskedFor() {
        failureOf(aChange().by("ada@example.com").build(), 3);

        assertThat(get("/api/failures").at("/failures/0/person").asText()).isEqualTo("email a…@e….com");
        assertThat(get("/api/failures").at("/failures/0/deadLetterKept").asBoolean()).isTrue();
        assertThat(violations("Failures", get("/api/failures"))).isEmpty();
        assertThat(get("/api/failures?identities=hashed").at("/failures/0/person").isNull()).isTrue();
        assertThat(get("/api/failures?identities=hashed").at("/failures/0/deadLetterKept").isNull()).isTrue();
        assertThat(get("/api/failures?identities=clear").at("/failures/0/person").asText()).isEqualTo("email ada@example.com");
        for (String file : List.of("/api/failures.csv", "/api/failures.jsonl")) {
            assertThat(http.getForObject(file, String.class)).contains("email a…@e….com").doesNotContain("ada@example.com");
            assertThat(http.getForObject(file + "?identities=clear", String.class)).contains("email ada@example.com");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/failures", "/api/failures.csv", "/api/failures.jsonl"})
    void notesWhoIsShownIdentitiesInClear(String path) {
        failureOf(aChange().by("ada@example.com").build(), 3);
        Logger log = (Logger) LoggerFactory.getLogger(FailuresController.class);
        log.setLevel(Level.INFO);
        ListAppender<ILoggingEvent> noted = new ListAppender<>();
        noted.start();
        log.addAppender(noted);

        http.getForObject(path, String.class);
        http.getForObject(path + "?identities=clear", String.class);
        log.detachAppender(noted);

        assertThat(noted.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("admin was shown 1 failures with identities in clear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/failures", "/api/failures.csv", "/api/failures.jsonl"})
    void showsIdentitiesInClearOnlyToWhoMayViewProfiles(String path) throws IOException {
        failureOf(aChange().by("ada@example.com").build(), 3);
        users.createUser(User.withUsername("viewer").password("{noop}see").authorities("View Destinations").build());
        TestRestTemplate viewer = stranger.withBasicAuth("viewer", "see");

        var refused = viewer.getForEntity(path + "?identities=clear", String.class);
        var masked = viewer.getForEntity(path, String.class);
        users.deleteUser("viewer");

        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(refused.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(violations("Problem", new YAMLMapper().readTree(refused.getBody()))).isEmpty();
        assertThat(refused.getBody()).contains("View Profiles");
        assertThat(masked.getBody()).contains("email a…@e….com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/failures", "/api/failures.csv", "/api/failures.jsonl"})
    void saysSoWhenNobodyCanSayWhomFailuresAreAbout(String path) {
        failureOf(aChange().by("ada@example.com").build(), 3);
        topics.areAway(true);

        var answer = http.getForEntity(path, String.class);
        var hashed = http.getForEntity(path + "?identities=hashed", String.class);
        topics.areAway(false);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer.getBody()).contains("identities=hashed");
        assertThat(hashed.getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void saysHowManyFailuresMatchAndWhereTheyStand() {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        failure("profiles-0@2", "2026-11-23T11:00:00Z");
        failure("profiles-0@3", "2026-11-23T12:00:00Z");
        jdbc.sql("update failure set state = 'RESOLVED', resolved_at = current_timestamp, resolved_as = 'ACTIVATED' where origin = 'profiles-0@2'").update();

        assertThat(get("/api/failures").get("total").asInt()).isEqualTo(3);
        assertThat(get("/api/failures?limit=1").get("total").asInt()).isEqualTo(3);
        assertThat(get("/api/failures?limit=1&offset=7").get("total").asInt()).isEqualTo(3);
        assertThat(get("/api/failures?dataflow=nobodys").get("total").asInt()).isZero();
        JsonNode resolved = get("/api/failures?state=RESOLVED");
        assertThat(violations("Failures", resolved)).isEmpty();
        assertThat(resolved.get("failures").findValuesAsText("origin")).containsExactly("profiles-0@2");
        assertThat(resolved.at("/failures/0/resolvedAs").asText()).isEqualTo("ACTIVATED");
    }

    /** Source: OWASP "CSV Injection". */
    @Test
    void handsOutTextThatIsNeitherMarkupNorAFormula() {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        jdbc.sql("update failure set audience = '=1+1', message = '<img src=x onerror=alert(1)>', marketo_code = '+1', request_id = '-1', reason = '@SUM(A1)'").update();

        assertThat(http.getForObject("/api/failures.csv", String.class))
                .contains("eu-nurture,'=1+1,ada,'@SUM(A1),<img src=x onerror=alert(1)>,'+1,'-1,2026-11-23T10:00:00Z,0,1,");
        var json = http.getForEntity("/api/failures", JsonNode.class);
        assertThat(json.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(json.getBody().at("/failures/0/message").asText()).isEqualTo("<img src=x onerror=alert(1)>");
        assertThat(json.getBody().at("/failures/0/audience").asText()).isEqualTo("=1+1");
    }

    @Test
    void explainsEveryReason() {
        JsonNode all = get("/api/reasons");
        JsonNode one = get("/api/reasons/INVALID_VALUE");

        assertThat(violations("Reasons", all)).isEmpty();
        assertThat(all.get("reasons")).hasSize(Reason.values().length).contains(one);
        assertThat(violations("Reason", one)).isEmpty();
        assertThat(one.get("replayHelps").asBoolean()).isTrue();
        var unknown = http.getForEntity("/api/reasons/BAD_WEATHER", JsonNode.class);
        assertThat(unknown.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(violations("Problem", unknown.getBody())).isEmpty();
        assertThat(unknown.getBody().get("detail").asText()).contains("BAD_WEATHER");
    }

    @Test
    void explainsMarketosCodes() {
        JsonNode codes = get("/api/marketo-codes");

        assertThat(violations("MarketoCodes", codes)).isEmpty();
        assertThat(codes.get("codes").findValuesAsText("code")).contains("606", "1003", "no-answer");
    }

    @Test
    void takesAReplayOn() {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        failure("profiles-0@2", "2026-11-23T11:00:00Z");

        var answer = http.postForEntity("/api/failures/replay?origin=profiles-0@1&audience={audience}&identity=ada", null, JsonNode.class, "vip, Größte");

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(violations("ReplayRequest", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("requested").asInt()).isOne();
        JsonNode failures = get("/api/failures");
        assertThat(violations("Failures", failures)).isEmpty();
        assertThat(failures.at("/failures/0/replayRequestedAt").isNull()).isTrue();
        assertThat(failures.at("/failures/1/replayRequestedAt").asText()).isEqualTo(ConsoleTest.NOW.toString());
    }

    @Test
    void refusesAReplayWhileTheStateIsLost() {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        jdbc.sql("insert into setting (name, content) values ('state-lost', '')").update();

        var answer = http.postForEntity("/api/failures/replay", null, JsonNode.class);
        jdbc.sql("delete from setting where name = 'state-lost'").update();

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(violations("Problem", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("detail").asText()).contains("Settle every audience first");
    }

    @Test
    void showsEachTimeAChangeFailed() {
        jdbc.sql("delete from failure_attempt").update();
        for (int attempt = 0; attempt < 2; attempt++) {
            jdbc.sql("""
                            insert into failure_attempt (origin, dataflow, audience, identity, attempt, reason, occurred_at, dead_letter_partition, dead_letter_offset)
                            values ('profiles-0@1', 'eu-nurture', 'vip', 'ada', ?, 'INVALID_VALUE', current_timestamp, 0, 1)
                            """)
                    .param(attempt)
                    .update();
        }

        JsonNode attempts = get("/api/failures/attempts?origin=profiles-0@1&dataflow=eu-nurture&audience=vip&identity=ada");

        assertThat(violations("FailureAttempts", attempts)).isEmpty();
        assertThat(attempts.at("/attempts").findValuesAsText("attempt")).containsExactly("0", "1");
        assertThat(get("/api/failures/attempts?origin=profiles-0@2").at("/attempts")).isEmpty();
    }

    @Test
    void replaysAndRebuildsOverJmx() throws Exception {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        failure("profiles-0@2", "2026-11-23T11:00:00Z");
        ObjectName name = new ObjectName("io.github.listward:type=Failures");
        String text = String.class.getName();

        assertThat(jmx.invoke(name, "replay", new Object[] {"eu-nurture", "", "INVALID_VALUE", "2026-11-23T10:30:00Z", null}, new String[] {text, text, text, text, text}))
                .isEqualTo("1 will be sent again");
        assertThat(jmx.invoke(name, "replayOne", new Object[] {"profiles-0@1", "eu-nurture", "vip, Größte", "ada"}, new String[] {text, text, text, text}))
                .isEqualTo("1 will be sent again");
        jmx.invoke(name, "rebuild", new Object[0], new String[0]);

        assertThat(jdbc.sql("select count(*) from failure where replay_requested_at is not null").query(Long.class).single()).isEqualTo(2);
        assertThat(jmx.getAttribute(name, "ReplayRequested")).isEqualTo(2L);
        assertThat(jmx.getAttribute(name, "Open")).isEqualTo(0L);
        assertThat(jdbc.sql("delete from failure_rebuild").update()).isOne();
    }

    @Test
    void takesARebuildOn() {
        assertThat(http.postForEntity("/api/failures/rebuild", null, String.class).getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);

        assertThat(jdbc.sql("delete from failure_rebuild").update()).isOne();
    }

    @Test
    void listsAlertsNewestFirst() throws Exception {
        alert("FAILED_RATE", "dataflow eu-nurture", null);
        alert("DELAY", "instance 123-ABC-456", "2026-11-23T11:00:00Z");

        assertThat(violations("Alerts", get("/api/alerts"))).isEmpty();
        assertThat(get("/api/alerts").get("alerts").findValuesAsText("rule")).containsExactly("DELAY", "FAILED_RATE");
        assertThat(get("/api/alerts?limit=1").get("alerts").findValuesAsText("rule")).containsExactly("DELAY");
        assertThat(get("/api/alerts?state=open").get("alerts").findValuesAsText("rule")).containsExactly("FAILED_RATE");
        assertThat(get("/api/alerts?state=resolved").get("alerts").findValuesAsText("resolvedAt")).containsExactly("2026-11-23T11:00:00Z");
        assertThat(get("/api/alerts?rule=LIST_HELD").get("alerts")).isEmpty();
        ObjectName name = new ObjectName("io.github.listward:type=Alerts");
        assertThat(jmx.getAttribute(name, "OpenCount")).isEqualTo(1L);
        assertThat((String[]) jmx.getAttribute(name, "Open")).singleElement().asString()
                .endsWith("FAILED_RATE, dataflow eu-nurture, since 2026-11-23T10:00:00Z: what is wrong");
        assertThat((String[]) jmx.getAttribute(name, "Resolved")).hasSize(1);
    }

    @Test
    void listsHoldsAndReleasesOne() {
        hold(7);

        JsonNode holds = get("/api/holds");
        var answer = http.postForEntity("/api/holds/7/release", null, JsonNode.class);

        assertThat(violations("Holds", holds)).isEmpty();
        assertThat(holds.at("/holds/0/state").asText()).isEqualTo("HELD");
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(violations("Hold", answer.getBody())).isEmpty();
        assertThat(get("/api/holds").at("/holds/0/state").asText()).isEqualTo("RELEASING");
    }

    @Test
    void showsWhatAnInstanceHasLeftOfItsCalls() {
        // At noon, 06:00 US Central: 2,500 at midnight, and a quarter of the other 21,250.
        jdbc.sql("insert into call_count (instance, marketo_day, calls) values ('123-ABC-456', date '2026-11-23', 7000)").update();

        JsonNode instances = get("/api/instances");
        JsonNode budget = get("/api/instances/123-ABC-456/budget");

        assertThat(violations("Instances", instances)).isEmpty();
        assertThat(violations("InstanceBudget", budget)).isEmpty();
        assertThat(instances.at("/instances/0")).isEqualTo(budget);
        assertThat(budget.get("left").asInt()).isEqualTo(18_000);
        assertThat(budget.get("available").asInt()).isEqualTo(2_500 + 5_312 - 7_000);
        assertThat(budget.get("level").asText()).isEqualTo("AMPLE");
        assertThat(violations("Problem", get("/api/instances/789-XYZ-012/budget"))).isEmpty();
    }

    @Test
    void showsWhatAnInstanceHasLeftOverJmx() throws Exception {
        ObjectName name = new ObjectName("io.github.listward:type=Instances,name=123-ABC-456");

        assertThat(jmx.getAttribute(name, "Left")).isEqualTo(25_000);
        assertThat(jmx.getAttribute(name, "Available")).isEqualTo(2_500 + 5_312);
        assertThat(jmx.getAttribute(name, "Level")).isEqualTo("AMPLE");
        assertThat(jmx.getAttribute(name, "RestingUntil")).isEqualTo("");
    }

    @Test
    void thereIsNoReleaseOfAHoldThatIsOver() {
        var answer = http.postForEntity("/api/holds/8/release", null, JsonNode.class);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(violations("Problem", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("detail").asText()).startsWith("There is no hold 8");
    }

    @Test
    void listsImports() {
        jdbc.sql("""
                        insert into list_import (number, hold, instance, dataflow, audience, destination, list_id, fields, from_offset, to_offset, next_offset,
                          people, state, batch_id, uploads, lost, unread, processed, failed, warned, message, not_before, began_at)
                        values (3, 7, '123-ABC-456', 'eu-nurture', 'vip', 'europe', 1001, 'email,firstName', 0, 9, 0, 9, 'RUNNING', 4, 1, 0, 0, 5, 0, 0, '', 0,
                          timestamp with time zone '2026-11-23 10:00:00+00:00')""").update();

        JsonNode imports = get("/api/imports");

        assertThat(violations("Imports", imports)).isEmpty();
        assertThat(imports.at("/imports/0/fields/1").asText()).isEqualTo("firstName");
    }

    @Test
    void releasesAHoldOverJmx() throws Exception {
        hold(9);
        ObjectName name = new ObjectName("io.github.listward:type=Holds");

        assertThat((String[]) jmx.getAttribute(name, "Holds")).singleElement().asString().startsWith("9 HELD: eu-nurture/vip, 2 changes");
        assertThat(jmx.invoke(name, "release", new Object[] {9L}, new String[] {"long"})).isEqualTo("Hold 9 is being released");
        assertThat(get("/api/holds").at("/holds/0/state").asText()).isEqualTo("RELEASING");
    }

    @Test
    void refusesAReplayWithAReason() {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        jdbc.sql("update failure set identity = ''").update();

        JsonNode answer = http.postForObject("/api/failures/replay", null, JsonNode.class);

        assertThat(violations("ReplayRequest", answer)).isEmpty();
        assertThat(answer.get("refused").asInt()).isOne();
        assertThat(answer.get("refusal").asText()).contains("producer");
    }

    @Test
    void sumsUpWhatBecameOfEachAudience() {
        counter("eu-nurture", "vip", "received", "", 10);
        counter("eu-nurture", "vip", "received", "", 5);
        counter("eu-nurture", "vip", "activated", "", 8);
        counter("eu-nurture", "vip", "excluded", "CONSENT", 3);
        counter("eu-nurture", "vip", "failed", "INVALID_VALUE", 1);
        counter("eu-nurture", "vip", "held", "", 3);
        counter("eu-nurture", "vip", "held", "", -1);
        counter("", "lapsed", "received", "", 2);
        counter("", "lapsed", "excluded", "AUDIENCE_NOT_ACTIVATED", 2);

        assertThat(get("/api/audiences").toString()).isEqualTo("""
                {"audiences":[\
                {"dataflow":"","audience":"lapsed","received":2,"activated":0,"excluded":2,"failed":0,"held":0,"reasons":{"AUDIENCE_NOT_ACTIVATED":2},"paused":false,"inFlight":0},\
                {"dataflow":"eu-nurture","audience":"vip","received":15,"activated":8,"excluded":3,"failed":1,"held":2,"reasons":{"CONSENT":3,"INVALID_VALUE":1},"paused":false,"inFlight":1}]}""");
    }

    @Test
    void pausesAndResumesAnAudienceAndHasItSettled() {
        assertThat(post("/api/dataflows/eu-nurture/audiences/vip/pause").getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(post("/api/dataflows/eu-nurture/audiences/vip/pause").getStatusCode()).as("once more").isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(get("/api/audiences").at("/audiences/0/paused").asBoolean()).as("shown though nothing was counted").isTrue();
        assertThat(violations("Audiences", get("/api/audiences"))).isEmpty();
        assertThat(get("/api/settlings").get("settlings")).isEmpty();

        assertThat(post("/api/dataflows/eu-nurture/audiences/vip/resume").getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(post("/api/dataflows/eu-nurture/audiences/vip/resume").getStatusCode()).as("once more").isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(get("/api/audiences").get("audiences")).isEmpty();
        JsonNode settlings = get("/api/settlings");
        assertThat(violations("Settlings", settlings)).isEmpty();
        assertThat(settlings.at("/settlings/0/reason").asText()).isEqualTo("RESUMED");
        assertThat(settlings.get("settlings")).hasSize(1);
    }

    @Test
    void takesSettlingsOn() {
        var one = http.postForEntity("/api/dataflows/eu-nurture/audiences/{audience}/settle", null, JsonNode.class, "news, Größte");
        var all = post("/api/settle");

        assertThat(one.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(violations("SettleRequest", one.getBody())).isEmpty();
        assertThat(all.getBody().get("audiences").asInt()).isEqualTo(2);
        assertThat(get("/api/settlings").get("settlings").findValuesAsText("audience")).containsExactly("vip", "news, Größte");
    }

    @ParameterizedTest
    @CsvSource({"eu-nurture, lapsed, pause", "us-nurture, vip, resume", "eu-nurture, lapsed, settle"})
    void knowsNoOtherAudiences(String dataflow, String audience, String operation) {
        var answer = post("/api/dataflows/" + dataflow + "/audiences/" + audience + "/" + operation);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(violations("Problem", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("detail").asText()).contains(dataflow, audience);
    }

    @Test
    void saysWhatADataflowWillCost() {
        var answer = plan("eu-nurture", "{\"audiences\": [{\"audience\": \"vip\", \"members\": 3000, \"qualifiedPerDay\": 864, \"exitedPerDay\": 0}]}");

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(violations("CallPlan", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("dailyCalls").asInt()).as("25,000 less 5 %").isEqualTo(23_750);
        assertThat(answer.getBody().at("/firstSync/0/calls").asInt()).as("1 list, 10 upserts, 10 additions").isEqualTo(21);
        assertThat(answer.getBody().at("/operation/callsPerDay").asInt()).as("2 a change").isEqualTo(1_728);
        assertThat(answer.getBody().get("fits").asBoolean()).isTrue();
    }

    @Test
    void saysWhatWouldMakeADataflowFit() {
        var answer = plan("eu-nurture", "{\"audiences\": [%s{\"members\": 86400, \"qualifiedPerDay\": 86400}]}"
                .formatted("{\"members\": 86400, \"qualifiedPerDay\": 86400}, ".repeat(49)));

        assertThat(violations("CallPlan", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("fits").asBoolean()).isFalse();
        assertThat(answer.getBody().at("/remedies/0").asText()).as("1,440 flushes of 10 upserts, 50 additions and 50 removals are 95 % of").startsWith("Raise daily-calls to 166737");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # dataflow | status | body                                                        | detail
            us-nurture | 404    | {"audiences": [{"members": 1}]}                             | There is no dataflow us-nurture
            eu-nurture | 400    | {"audiences": []}                                           | audiences must be 1 to 1000
            eu-nurture | 400    | {"audiences": [{"audience": "vip"}]}                        | members of each audience is required
            eu-nurture | 400    | {"audiences": [{"members": -1}]}                            | members must be from 0
            eu-nurture | 400    | {"audiences": [{"members": 1}], "knownLeads": 1.5}          | knownLeads must be from 0 to 1
            eu-nurture | 400    | {"audiences": [{"members": 1}], "latencySeconds": 0}        | latencySeconds must be from 1
            eu-nurture | 400    | {"audiences": [{"audience": "lapsed", "members": 1}]}       | audience lapsed is none of dataflow eu-nurture
            eu-nurture | 400    | no JSON                                                     | Failed to read request
            """)
    void plansNothingThatMakesNoSense(String dataflow, int status, String body, String detail) {
        var answer = plan(dataflow, body);

        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(violations("Problem", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("detail").asText()).contains(detail);
    }

    @Test
    void plansOverJmx() throws Exception {
        String number = "long";
        Object lines = jmx.invoke(DATAFLOW, "plan", new Object[] {3_000L, 864L, 0L, 0.0, 1.0}, new String[] {number, number, number, "double", "double"});

        assertThat((List<?>) lines).first().asString().isEqualTo("First sync, SYNC: 42 calls, 17 s");
    }

    @Test
    void showsHowEverythingStands() {
        counter("eu-nurture", "vip", "received", "", 10);
        counter("eu-nurture", "vip", "activated", "", 4);
        counter("eu-nurture", "news, Größte", "received", "", 2);
        counter("eu-nurture", "news, Größte", "held", "", 2);
        post("/api/dataflows/eu-nurture/audiences/vip/pause");

        JsonNode overview = get("/api/overview");

        assertThat(violations("Overview", overview)).isEmpty();
        assertThat(overview.at("/instances/0/status").asText()).isEqualTo("UNKNOWN");
        assertThat(overview.at("/instances/0/cause").asText()).startsWith("No process speaks to instance 123-ABC-456 yet.");
        assertThat(overview.at("/instances/0/delivering").asBoolean()).isFalse();
        assertThat(overview.at("/instances/0/budget/left").asInt()).isEqualTo(25_000);
        assertThat(overview.at("/destinations/0/name").asText()).isEqualTo("europe");
        JsonNode dataflow = overview.at("/dataflows/0");
        assertThat(dataflow.get("status").asText()).isEqualTo("UNKNOWN");
        assertThat(List.of("audiences", "paused", "received", "activated", "held", "inFlight")).extracting(name -> dataflow.get(name).asInt())
                .containsExactly(2, 1, 12, 4, 2, 6);
    }

    @Test
    void hasADestinationChecked() throws Exception {
        assertThat(post("/api/destinations/europe/check").getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(jdbc.sql("delete from requested_check").update()).isOne();

        jmx.invoke(new ObjectName("io.github.listward:type=Destinations,name=europe"), "check", new Object[0], new String[0]);
        assertThat(jdbc.sql("delete from requested_check").update()).isOne();

        var unknown = post("/api/destinations/asia/check");
        assertThat(unknown.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(violations("Problem", unknown.getBody())).isEmpty();
    }

    @Test
    void showsInstancesDestinationsAndDataflowsOverJmx() throws Exception {
        ObjectName instance = new ObjectName("io.github.listward:type=Instances,name=123-ABC-456");
        ObjectName destination = new ObjectName("io.github.listward:type=Destinations,name=europe");

        assertThat(jmx.getAttribute(instance, "Status")).isEqualTo("UNKNOWN");
        assertThat(jmx.getAttribute(instance, "Cause")).asString().contains("poll-changes-123-ABC-456");
        assertThat(jmx.getAttribute(instance, "Waiting")).isEqualTo(-1L);
        assertThat(jmx.getAttribute(destination, "Status")).isEqualTo("UNKNOWN");
        assertThat(jmx.getAttribute(destination, "PersonAction")).isEqualTo("MATCH_EXISTING");
        assertThat((String[]) jmx.getAttribute(DATAFLOW, "Audiences")).containsExactly("vip", "news, Größte");
        for (ObjectName name : List.of(instance, destination, DATAFLOW)) {
            assertThat(jmx.getMBeanInfo(name).getAttributes()).as("%s", name).allSatisfy(attribute -> {
                assertThat(attribute.getDescription()).as(attribute.getName()).contains(" ");
                assertThat(jmx.getAttribute(name, attribute.getName())).as(attribute.getName()).isNotNull();
            });
            assertThat(jmx.getMBeanInfo(name).getOperations()).filteredOn(each -> !each.getName().startsWith("get"))
                    .allSatisfy(operation -> assertThat(operation.getDescription()).as(operation.getName()).contains(" "));
        }
    }

    @Test
    void pausesResumesSettlesAndReplaysADataflowOverJmx() throws Exception {
        failure("profiles-0@1", "2026-11-23T10:00:00Z");
        String[] text = {String.class.getName()};

        jmx.invoke(DATAFLOW, "pauseAudience", new Object[] {"news, Größte"}, text);
        assertThat(paused()).containsExactly("news, Größte");
        jmx.invoke(DATAFLOW, "pause", new Object[0], new String[0]);
        assertThat(paused()).hasSize(2);
        jmx.invoke(DATAFLOW, "resumeAudience", new Object[] {"vip"}, text);
        assertThat(paused()).containsExactly("news, Größte");
        jmx.invoke(DATAFLOW, "resume", new Object[0], new String[0]);
        assertThat(paused()).isEmpty();

        jdbc.sql("delete from settling").update();
        jmx.invoke(DATAFLOW, "haveAudienceSettled", new Object[] {"vip"}, text);
        assertThat(get("/api/settlings").get("settlings").findValuesAsText("audience")).containsExactly("vip");
        jmx.invoke(DATAFLOW, "settle", new Object[0], new String[0]);
        assertThat(get("/api/settlings").get("settlings").findValuesAsText("audience")).contains("news, Größte");

        assertThat(jmx.invoke(DATAFLOW, "replayFailures", new Object[] {"REFUSED"}, text)).isEqualTo("0 will be sent again");
        assertThat(jmx.invoke(DATAFLOW, "replayFailures", new Object[] {""}, text)).isEqualTo("1 will be sent again");
    }

    private List<String> paused() {
        return jdbc.sql("select audience from paused_audience").query(String.class).list();
    }

    @Test
    void beginsAWarmUpAndShowsHowFarItIs() {
        assertThat(http.getForEntity("/api/instances/123-ABC-456/warm-up", JsonNode.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);

        var begun = json("/api/instances/123-ABC-456/warm-up", "{\"since\": \"2026-09-01\"}");
        var again = json("/api/instances/123-ABC-456/warm-up", "{\"since\": \"2026-01-01\"}");

        assertThat(begun.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(violations("WarmUp", begun.getBody())).isEmpty();
        assertThat(begun.getBody().get("windows").asInt()).as("84 days in exports of 30").isEqualTo(3);
        assertThat(again.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(violations("Problem", again.getBody())).isEmpty();
        JsonNode shown = get("/api/instances/123-ABC-456/warm-up");
        assertThat(violations("WarmUp", shown)).isEmpty();
        assertThat(shown.get("state").asText()).isEqualTo("EXTRACTING");
    }

    @Test
    void beginsAWarmUpOverJmx() throws Exception {
        ObjectName name = new ObjectName("io.github.listward:type=WarmUps");
        String text = String.class.getName();

        assertThat(jmx.invoke(name, "warmUp", new Object[] {"123-ABC-456", "2026-09-01"}, new String[] {text, text})).asString().contains("0 of 3 exports");
        assertThat((String[]) jmx.getAttribute(name, "WarmUps")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # instance  | status | body                   | detail
            987-XYZ-654 | 404    | {"since": "2026-01-01"} | There is no Marketo instance 987-XYZ-654
            123-ABC-456 | 400    | {}                      | since is required
            123-ABC-456 | 400    | {"since": "yesterday"}  | Failed to read request
            """)
    void beginsNoWarmUpThatMakesNoSense(String instance, int status, String body, String detail) {
        var answer = json("/api/instances/" + instance + "/warm-up", body);

        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(violations("Problem", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("detail").asText()).contains(detail);
    }

    private ResponseEntity<JsonNode> plan(String dataflow, String body) {
        return json("/api/dataflows/" + dataflow + "/plan", body);
    }

    private ResponseEntity<JsonNode> json(String path, String body) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        return http.postForEntity(path, new HttpEntity<>(body, headers), JsonNode.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # request                          | detail
            /api/failures?limit=0              | limit must be greater than or equal to 1
            /api/failures?limit=1001           | limit must be less than or equal to 1000
            /api/failures?limit=all            | 'limit'
            /api/failures?offset=-1            | offset must be greater than or equal to 0
            /api/alerts?state=closed           | state must be open or resolved
            /api/alerts?rule=NONE              | 'rule'
            /api/alerts?limit=1001             | limit
            /api/failures?from=yesterday       | 'from'
            /api/failures?to=2026-11-23        | 'to'
            /api/failures?state=GONE           | 'state'
            /api/failures?identities=all       | 'identities'
            /api/failures?from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z | from must not be after to
            /api/failures.csv?from=yesterday   | 'from'
            /api/failures.csv?from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z | from must not be after to
            /api/failures.jsonl?to=tomorrow    | 'to'
            /api/failures.jsonl?identities=all | 'identities'
            /api/failures.jsonl?from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z | from must not be after to
            /api/failures/attempts             | 'origin'
            /api/dataflows/eu-nurture/runs?limit=0                                                    | limit must be greater than or equal to 1
            /api/dataflows/eu-nurture/runs?limit=2161                                                 | limit must be less than or equal to 2160
            /api/dataflows/eu-nurture/runs?from=ten                                                   | 'from'
            /api/dataflows/eu-nurture/runs?to=2026-11-24T10                                           | 'to'
            /api/dataflows/eu-nurture/runs?from=2026-11-23T10:00:00Z&to=2026-11-23T10:00:00Z          | from must be before to
            /api/dataflows/eu-nurture/runs?from=2027-01-01T00:00:00Z                                  | from must be before now
            /api/audiences/vip/metrics?step=week                                                      | step must be hour or day
            /api/audiences/vip/metrics?from=2026-11-23T10:00:00Z&to=2025-11-23T10:00:00Z              | from must be before to
            /api/audiences/vip/metrics?to=tomorrow                                                    | 'to'
            """)
    void answersABadParameterWithAProblem(String request, String detail) {
        var answer = http.getForEntity(request, String.class);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer.getBody()).contains("\"detail\":\"").contains(detail);
    }

    @Test
    void showsTheRunsOfADataflow() {
        counter("eu-nurture", "vip", "received", "", 10);
        counter("eu-nurture", "vip", "activated", "created", 6);
        counter("eu-nurture", "vip", "activated", "imported", 1);
        counter("eu-nurture", "vip", "excluded", "STALE", 1);
        counter("eu-nurture", "vip", "calls", "", 2);
        counter("eu-nurture", "news, Größte", "received", "", 1);
        counter("eu-nurture", "news, Größte", "held", "", 1);
        counter("eu-nurture", "", "profiles", "", 9);
        counter("eu-nurture", "vip", "profiles", "", 9);

        JsonNode runs = get("/api/dataflows/eu-nurture/runs?from=2000-01-01T00:00:00Z&to=3000-01-01T00:00:00Z&limit=2160");
        JsonNode detail = get("/api/dataflows/eu-nurture/runs/2026-11-23T12");

        assertThat(violations("Runs", runs)).isEmpty();
        assertThat(violations("RunDetail", detail)).isEmpty();
        assertThat(runs.at("/runs")).hasSize(1);
        assertThat(runs.at("/runs/0").toString()).isEqualTo("""
                {"id":"2026-11-23T12","dataflow":"eu-nurture","start":"2026-11-23T12:00:00Z","end":"2026-11-23T13:00:00Z","status":"PROCESSING","audiences":2,\
                "carriedOver":0,"profilesReceived":9,"received":11,"activated":7,"excluded":1,"failed":0,"heldChange":1,\
                "effects":{"created":6,"updated":0,"added":0,"removed":0,"imported":1},"excludedReasons":{"STALE":1},"failedReasons":{},"calls":2,\
                "inFlight":2,"lanes":{"sync":6,"import":1},"activationRate":0.875}""");
        assertThat(detail.at("/byAudience").findValuesAsText("audience")).containsExactly("news, Größte", "vip");
        assertThat(detail.at("/byAudience/1/activated").asInt()).isEqualTo(7);
    }

    @Test
    void measuresAnAudience() {
        counter("eu-nurture", "news, Größte", "received", "", 3);
        counter("eu-nurture", "news, Größte", "failed", "REFUSED", 1);
        counter("", "lapsed", "received", "", 2);

        JsonNode news = http.getForObject("/api/audiences/{audience}/metrics", JsonNode.class, "news, Größte");
        JsonNode lapsed = get("/api/audiences/lapsed/metrics?step=day");

        assertThat(violations("AudienceMetrics", news)).isEmpty();
        assertThat(news.at("/from").asText()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(news.at("/dataflows/0/window/failedReasons/REFUSED").asInt()).isOne();
        assertThat(news.at("/dataflows/0/inFlight").asInt()).isEqualTo(2);
        assertThat(violations("AudienceMetrics", lapsed)).isEmpty();
        assertThat(lapsed.at("/dataflows/0/dataflow").asText()).isEmpty();
        assertThat(violations("AudienceMetrics", get("/api/audiences/vip/metrics"))).as("activated, and never counted").isEmpty();
        assertThat(violations("Runs", get("/api/dataflows/eu-nurture/runs"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/dataflows/unheard-of/runs                   | There is no dataflow unheard-of.
            /api/dataflows/unheard-of/runs/2026-11-23T12     | There is no run 2026-11-23T12 of dataflow unheard-of.
            /api/dataflows/eu-nurture/runs/2026-11-23T12     | There is no run 2026-11-23T12 of dataflow eu-nurture.
            /api/dataflows/eu-nurture/runs/0000-00-00T00     | There is no run 0000-00-00T00 of dataflow eu-nurture.
            /api/dataflows/eu-nurture/runs/yesterday         | There is no run yesterday of dataflow eu-nurture.
            /api/audiences/unheard-of/metrics                | No dataflow activates an audience unheard-of
            /api/audiences/vip/metrics?dataflow=unheard-of   | No dataflow unheard-of activates an audience vip.
            """)
    void answersWhatIsNotThereWithAProblem(String request, String detail) {
        var answer = http.getForEntity(request, JsonNode.class);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(violations("Problem", answer.getBody())).isEmpty();
        assertThat(answer.getBody().get("detail").asText()).startsWith(detail);
    }

    private ResponseEntity<JsonNode> post(String path) {
        return http.postForEntity(path, null, JsonNode.class);
    }

    private JsonNode get(String path) {
        return http.getForObject(path, JsonNode.class);
    }

    private void failure(String origin, String occurredAt) {
        jdbc.sql("""
                        insert into failure (origin, dataflow, audience, identity, reason, occurred_at, dead_letter_partition, dead_letter_offset)
                        values (?, 'eu-nurture', 'vip, Größte', 'ada', 'INVALID_VALUE', cast(? as timestamp with time zone), 0, 1)
                        """)
                .params(origin, occurredAt)
                .update();
    }

    private void failureOf(MembershipChange change, long offset) {
        topics.put(new SourceRecord(new Position("listward.dead-letters", 0, offset), Instant.EPOCH, null, format.write(change)));
        jdbc.sql("""
                        insert into failure (origin, dataflow, audience, identity, reason, occurred_at, dead_letter_partition, dead_letter_offset)
                        values (?, ?, ?, ?, 'INVALID_VALUE', current_timestamp, 0, ?)
                        """)
                .params(change.source().toString(), change.dataflow(), change.audience(), change.people().get(0).id(), offset)
                .update();
    }

    private void alert(String rule, String subject, String resolvedAt) {
        jdbc.sql("""
                        insert into alert (rule, subject, message, measured, threshold, since, last_seen, notified_at, resolved_at)
                        select ?, ?, 'what is wrong', 2, 1, t, t, t, cast(? as timestamp with time zone)
                        from (select timestamp with time zone '2026-11-23 10:00:00+00' as t) as times""")
                .params(rule, subject, resolvedAt)
                .update();
    }

    private void hold(long number) {
        jdbc.sql("""
                        insert into hold (number, instance, dataflow, audience, reason, message, list_id, list_lost, since,
                          from_offset, to_offset, next_offset, changes, released, state)
                        values (?, '123-ABC-456', 'eu-nurture', 'vip', 'LIST_MISSING', 'gone', 1001, true, current_timestamp, 3, 9, 3, 2, 0, 'HELD')""")
                .param(number)
                .update();
    }

    private void counter(String dataflow, String audience, String outcome, String reason, long amount) {
        Tally tally = Tally.ofNoBatch();
        tally.add(dataflow, audience, Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)), reason, amount);
        tallies.record(tally);
    }

    /** Those it names itself, and those it takes together as a record. */
    private static Set<String> parameters(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        Stream.of(method.getMethodParameters())
                .filter(parameter -> parameter.getParameterAnnotations().length == 0 && parameter.getParameterType().isRecord())
                .flatMap(parameter -> Stream.of(parameter.getParameterType().getRecordComponents()))
                .forEach(component -> names.add(component.getName()));
        Stream.of(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class) || parameter.hasParameterAnnotation(PathVariable.class))
                .map(MethodParameter::getParameter)
                .forEach(parameter -> names.add(parameter.getName()));
        return names;
    }

    private Set<String> parameters(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            JsonNode resolved = parameter.has("$ref") ? contract.at(parameter.get("$ref").asText().substring(1)) : parameter;
            names.add(resolved.get("name").asText());
        });
        return names;
    }

    private Set<?> violations(String schema, JsonNode answer) {
        ObjectNode root = contract.deepCopy();
        root.put("$ref", "#/components/schemas/" + schema);
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root).validate(answer);
    }

    private static ObjectName dataflow() {
        try {
            return new ObjectName("io.github.listward:type=Dataflows,name=eu-nurture");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode contract() {
        try (InputStream yaml = ApiContractTest.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
