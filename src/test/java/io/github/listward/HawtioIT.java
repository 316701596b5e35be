package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** What Hawtio's pages ask for, asked of the whole application with two Marketo instances. */
class HawtioIT {

    private static final Pattern STEP = Pattern.compile(
            "<(?:aggregate|bean|choice|filter|log|loop|removeHeaders|setHeader|setProperty|split|throttle|to|toD) id=\"([^\"]+)\"");
    private static final Pattern COUNTED = Pattern.compile("<processorStat id=\"([^\"]+)\"");

    /** Of failure policies, which are drawn with every route and are counted as none's. */
    private static final Set<String> OF_POLICIES =
            Set.of("pause", "state-failure", "failed-to-dead-letter", "judge-refusal", "judge-check", "note-unanswered", "halve-what-timed-out", "judge-rejected-token", "note-unsent");

    @TempDir
    Path directory;

    private final TestRestTemplate http = new TestRestTemplate("admin", "test-password");

    @Test
    void countsEveryStepItDrawsAndShowsTheHealthOfEveryDestination() throws IOException {
        try (MarketoSandbox marketo = MarketoSandbox.builder().start();
                RunningListward listward = twoInstances(marketo).start()) {
            String actuator = "http://localhost:" + listward.context().getEnvironment().getProperty("local.server.port") + "/actuator";

            Set<String> routes = new TreeSet<>();
            ask(actuator, Map.of("type", "search", "mbean", "org.apache.camel:context=*,type=routes,*")).forEach(route -> routes.add(route.asText()));
            assertThat(routes).filteredOn(route -> route.contains("poll-changes")).hasSize(2);
            for (String route : routes) {
                Set<String> drawn = ids(STEP, execute(actuator, route, "dumpRouteAsXml()"));
                drawn.removeAll(OF_POLICIES);
                assertThat(drawn).as(route).isNotEmpty().isSubsetOf(ids(COUNTED, execute(actuator, route, "dumpRouteStatsAsXml(boolean,boolean)", false, true)));
            }

            String health = "org.springframework.boot:type=Endpoint,name=Health";
            await("both instances are checked").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                JsonNode components = execute(actuator, health, "health").get("components");
                assertThat(components.at("/marketo-123-ABC-456/details/europe/since").isTextual()).isTrue();
                assertThat(components.at("/marketo-987-XYZ-654/details/america/since").isTextual()).isTrue();
                assertThat(components.at("/marketo-123-ABC-456/status").asText()).isEqualTo("UP");
                assertThat(components.at("/kafka/status").asText()).isEqualTo("UP");
            });

            Set<String> ours = new TreeSet<>();
            ask(actuator, Map.of("type", "search", "mbean", "io.github.listward:name=*,*")).forEach(name -> ours.add(name.asText().replaceFirst(".*:", "")));
            assertThat(ours).contains("type=Destinations,name=europe", "type=Destinations,name=america", "type=Instances,name=123-ABC-456",
                    "type=Dataflows,name=eu-nurture", "type=Dataflows,name=us-winback");
            JsonNode dataflow = ask(actuator, Map.of("type", "read", "mbean", "io.github.listward:name=eu-nurture,type=Dataflows"));
            assertThat(dataflow.get("Status").asText()).isEqualTo("UP");
            assertThat(dataflow.get("Audiences")).hasSize(4);
            assertThat(execute(actuator, "io.github.listward:name=europe,type=Destinations", "check()").asText()).contains("123-ABC-456");
            assertThat(operations(actuator)).as("every operation of ours, and no other").isEqualTo(listed());
        }
    }

    private RunningListward twoInstances(MarketoSandbox marketo) {
        RunningListward listward = RunningListward.on(directory, marketo, "definitions/two-instances.yaml");
        List<String> munchkinIds = List.of("123-ABC-456", "987-XYZ-654");
        for (int i = 0; i < munchkinIds.size(); i++) {
            String instance = "listward.instances[" + i + "].";
            listward.with(instance + "munchkin-id", munchkinIds.get(i))
                    .with(instance + "base-url", marketo.baseUrl())
                    .with(instance + "client-id", "demo-client")
                    .with(instance + "client-secret", "demo-secret");
        }
        return listward;
    }

    /** As Hawtio names them, e.g. {@code Holds release(long)}. */
    private Set<String> operations(String actuator) {
        Set<String> operations = new TreeSet<>();
        ask(actuator, Map.of("type", "list", "path", "io.github.listward")).properties().forEach(mbean -> mbean.getValue().path("op").properties().forEach(each ->
                (each.getValue().isArray() ? each.getValue() : List.of(each.getValue())).forEach(operation -> {
                    String types = String.join(",", operation.get("args").findValuesAsText("type"));
                    if (!types.isEmpty() || !each.getKey().matches("(get|is)[A-Z].*")) {
                        operations.add(type(mbean.getKey()) + " " + each.getKey() + "(" + types + ")");
                    }
                })));
        return operations;
    }

    private static Set<String> listed() throws IOException {
        String policy = new String(HawtioIT.class.getResourceAsStream("/jolokia-access.xml").readAllBytes(), StandardCharsets.UTF_8);
        Set<String> listed = new TreeSet<>();
        Pattern.compile("<name>io.github.listward:([^<]*)</name>(.*?)</mbean>", Pattern.DOTALL).matcher(policy).results().forEach(mbean ->
                Pattern.compile("<operation>([^<]*)<").matcher(mbean.group(2)).results().forEach(each -> listed.add(type(mbean.group(1)) + " " + each.group(1))));
        return listed;
    }

    private static String type(String mbean) {
        return mbean.replaceFirst(".*type=", "").replaceFirst(",.*", "");
    }

    private JsonNode execute(String actuator, String mbean, String operation, Object... arguments) {
        return ask(actuator, Map.of("type", "exec", "mbean", mbean, "operation", operation, "arguments", arguments));
    }

    private JsonNode ask(String actuator, Map<String, Object> question) {
        JsonNode answer = http.postForObject(actuator + "/jolokia", question, JsonNode.class);
        assertThat(answer.path("status").asInt()).as("%s: %s", question, answer.path("error")).isEqualTo(200);
        return answer.get("value");
    }

    private static Set<String> ids(Pattern pattern, JsonNode xml) {
        return pattern.matcher(xml.asText()).results().map((MatchResult match) -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
