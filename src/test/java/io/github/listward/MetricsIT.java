package io.github.listward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** What is served to Prometheus, and what the documentation and the dashboard say of it. */
class MetricsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SYNC = "POST /rest/v1/leads.json";
    private static final String ACTIVATED = "5f0c7e0e-3a52-4c0f-9a8e-1b1f6f1f0a01";
    private static final int ODD_AUDIENCES = 500;

    /** Of two dataflows on one instance. */
    private static final int MOST_SERIES = 400;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-zA-Z0-9_]*)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(listward_[a-z_]+)` \\| (\\w+) \\|([^|]*)\\|");
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    /** A metric, and the labels it is selected by. */
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:listward|jvm|process|hikaricp|camel|http)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern GROUPED_BY = Pattern.compile("\\bby \\(([a-z_, ]+)\\)");
    private static final Pattern SELECTED_LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\"");
    private static final Pattern SHOWN_LABEL = Pattern.compile("\\{\\{([a-z_]+)}}");

    /** Labels that Prometheus adds to what it scrapes. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    @TempDir
    static Path directory;

    private static MarketoSandbox marketo;
    private static RunningListward listward;
    private static TestRestTemplate http;
    private static String url;
    private static Map<String, Set<String>> labels;

    @BeforeAll
    static void deliverEverythingThatCanHappen() {
        marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
        listward = RunningListward.on(directory, marketo, "definitions/two-workspaces.yaml").start();
        http = new TestRestTemplate("admin", "test-password");
        url = "http://localhost:" + listward.context().getEnvironment().getProperty("local.server.port") + "/actuator/prometheus";
        marketo.skipsRow("email", "bob@example.com", "1003");
        marketo.answersNextTo(SYNC, "502", 1);

        listward.send("bob", event("bob@example.com", ACTIVATED));
        listward.send("ada", event("ada@example.com", ACTIVATED));
        listward.send("nobody", "no event at all, but " + "eve@example.com");
        IntStream.range(0, ODD_AUDIENCES).forEach(i -> listward.send("odd" + i, event("odd" + i + "@example.com", "odd-" + i + "@example.com {x=\\\"y\\\"}")));
        await("all is counted, and looked at").atMost(PATIENCE).untilAsserted(() -> {
            String text = scrape();
            assertThat(value(text, "listward_changes_total", "dataflow=\"eu-nurture\",outcome=\"activated\"")).isEqualTo(1);
            assertThat(value(text, "listward_changes_total", "outcome=\"failed\",reason=\"INVALID_VALUE\"")).isEqualTo(1);
            assertThat(value(text, "listward_changes_total", "reason=\"AUDIENCE_NOT_ACTIVATED\"")).isEqualTo(ODD_AUDIENCES);
            assertThat(value(text, "listward_changes_total", "reason=\"UNREADABLE\"")).isEqualTo(1);
            assertThat(value(text, "listward_waiting_changes", "")).isZero();
            assertThat(value(text, "listward_source_waiting", "")).isZero(); // and no NaN
            assertThat(value(text, "listward_failures_open", "reason=\"INVALID_VALUE\"")).isEqualTo(1);
        });
        labels = labels(scrape());
    }

    @AfterAll
    static void stop() {
        listward.close();
        marketo.close();
    }

    @Test
    void saysWhatHappened() {
        String text = scrape();

        assertThat(value(text, "listward_latency_seconds_count", "dataflow=\"eu-nurture\",lane=\"sync\"")).isEqualTo(1);
        assertThat(value(text, "listward_latency_seconds_bucket", "dataflow=\"eu-nurture\",lane=\"sync\",le=\"3600.0\"")).isEqualTo(1);
        assertThat(value(text, "listward_calls_seconds_count", "operation=\"sync-leads\",verdict=\"unavailable\"")).isEqualTo(1);
        assertThat(value(text, "listward_refusals_total", "code=\"502\"")).isEqualTo(1);
        assertThat(value(text, "listward_retries_total", "cause=\"unavailable\"")).isEqualTo(1);
        assertThat(value(text, "listward_calls_seconds_count", "operation=\"add-to-list\",verdict=\"accepted\"")).isEqualTo(1);
        assertThat(value(text, "listward_call_people_sum", "operation=\"add-to-list\"")).isEqualTo(1);
        assertThat(value(text, "listward_token_renewals_total", "outcome=\"renewed\"")).isEqualTo(1);
        assertThat(value(text, "listward_leases_held", "123-ABC-456")).isEqualTo(1);
        assertThat(value(text, "listward_destination_up", "europe")).isEqualTo(1);
        assertThat(value(text, "listward_budget_used", "")).isPositive();
    }

    @Test
    void hasFewSeriesAndNothingThatEventsSay() {
        String text = scrape();

        assertThat(text).doesNotContain("@example.com").doesNotContain("odd-").doesNotContain(ACTIVATED);
        assertThat(text.lines().filter(line -> line.startsWith("listward_")).count()).isLessThan(MOST_SERIES);
    }

    @Test
    void isWhatTheDocumentationSays() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        Matcher rows = DOCUMENTED.matcher(Files.readString(Path.of("docs/metrics.md")));
        while (rows.find()) {
            documented.put(rows.group(1), CODE.matcher(rows.group(3)).results().map(label -> label.group(1)).collect(Collectors.toCollection(TreeSet::new)));
        }

        Map<String, Set<String>> served = new TreeMap<>();
        labels.forEach((name, each) -> {
            if (name.startsWith("listward_")) {
                served.computeIfAbsent(name.replaceFirst("_(bucket|count|sum|max)$", ""), key -> new TreeSet<>())
                        .addAll(each.stream().filter(label -> !label.equals("le")).toList());
            }
        });
        assertThat(documented).isEqualTo(served);
    }

    @Test
    void hasWhatTheDashboardShows() throws IOException {
        for (String expression : expressions()) {
            Set<String> known = new TreeSet<>(OF_PROMETHEUS);
            List<MatchResult> selectors = SELECTOR.matcher(expression).results().toList();

            assertThat(selectors).as(expression).isNotEmpty();
            for (MatchResult selector : selectors) {
                assertThat(labels.keySet()).as(expression).contains(selector.group(1));
                known.addAll(labels.get(selector.group(1)));
                if (selector.group(2) != null) {
                    assertThat(known).as(expression).containsAll(SELECTED_LABEL.matcher(selector.group(2)).results().map(label -> label.group(1)).toList());
                }
            }
            for (MatchResult group : GROUPED_BY.matcher(expression).results().toList()) {
                assertThat(known).as(expression).contains(group.group(1).split(", "));
            }
        }
    }

    @Test
    void leavesNoMetricOfListwardsOutOfTheDashboard() throws IOException {
        String shown = String.join("\n", expressions());
        Set<String> families = labels.keySet().stream()
                .filter(name -> name.startsWith("listward_"))
                .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(families).allSatisfy(family -> assertThat(shown).containsPattern("\\b" + family + "(_bucket|_count|_sum)?\\b"));
    }

    @Test
    void hasADashboardThatCanBeImported() throws IOException {
        JsonNode dashboard = dashboard();

        assertThat(dashboard.path("__inputs").findValuesAsText("pluginId")).containsExactly("prometheus");
        Set<Integer> ids = new LinkedHashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            assertThat(panel.path("title").asText()).isNotBlank();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("description").asText()).as(panel.path("title").asText()).endsWith(".");
                assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText()).isNotBlank();
                for (JsonNode target : panel.path("targets")) {
                    assertThat(target.path("datasource").path("uid").asText()).isEqualTo("${DS_PROMETHEUS}");
                    // A label that is not grouped by is shown empty.
                    for (MatchResult label : SHOWN_LABEL.matcher(target.path("legendFormat").asText()).results().toList()) {
                        assertThat(groups(target.path("expr").asText())).as(target.toString()).contains(label.group(1));
                    }
                }
            }
        }
    }

    /** Where nothing is grouped, what Prometheus adds is left. */
    private static Set<String> groups(String expression) {
        List<MatchResult> groups = GROUPED_BY.matcher(expression).results().toList();
        return groups.isEmpty() ? OF_PROMETHEUS : Set.of(groups.get(0).group(1).split(", "));
    }

    private static JsonNode dashboard() throws IOException {
        return JSON.readTree(Path.of("docs/grafana/listward.json").toFile());
    }

    /** Of panels and of the choices above them. */
    private static List<String> expressions() throws IOException {
        JsonNode dashboard = dashboard();
        List<String> expressions = dashboard.path("panels").findValuesAsText("expr");
        expressions.addAll(dashboard.path("templating").findValuesAsText("definition").stream()
                .map(query -> query.replaceFirst("label_values\\((\\w+), (\\w+)\\)", "sum by ($2) ($1)"))
                .toList());
        return expressions;
    }

    private static String scrape() {
        return http.getForObject(url, String.class);
    }

    /** @return of each metric all labels it has */
    private static Map<String, Set<String>> labels(String text) {
        Map<String, Set<String>> labels = new TreeMap<>();
        SAMPLE.matcher(text).results().forEach(sample -> {
            Set<String> names = labels.computeIfAbsent(sample.group(1), key -> new TreeSet<>());
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(label -> names.add(label.group(1)));
            }
        });
        return labels;
    }

    /** The sum of those whose labels have this in them. */
    private static double value(String text, String name, String part) {
        return SAMPLE.matcher(text).results()
                .filter(sample -> sample.group(1).equals(name) && (sample.group(2) == null ? "" : sample.group(2)).contains(part))
                .mapToDouble(sample -> Double.parseDouble(sample.group(3)))
                .sum();
    }

    private static String event(String email, String audience) {
        return """
                {"person":{"name":{"firstName":"Ada","lastName":"Lovelace"}},
                 "segmentMembership":{"ups":{"%s":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(audience, Instant.now(), email);
    }
}
