package io.github.listward.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.RunningListward;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** Listward's page in Hawtio, as somebody with a browser sees it. */
@TestInstance(Lifecycle.PER_CLASS)
class PageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAME = "<img src=x onerror=document.title='run'> VIP";

    /** What the page has to show its state in is 2 s; a build shares its machine with others. */
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(30);

    private static final List<String> VIEWS = List.of("Overview", "Dataflows", "Audiences", "Failures", "Trace a person", "Reasons");

    private MarketoSandbox marketo;
    private RunningListward listward;
    private Browser browser;
    private final TestRestTemplate http = new TestRestTemplate("admin", "test-password");
    private String server;
    private Duration firstLoad;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        browser = Browser.open(Files.createDirectory(directory.resolve("browser")));
        marketo = MarketoSandbox.builder().workspace("Europe", "Europe").start();
        marketo.skipsRow("email", "kay@example.com", "1003");
        listward = RunningListward.on(directory, marketo, "definitions/html-name.yaml").start();
        server = "localhost:" + listward.context().getEnvironment().getProperty("local.server.port");
        listward.send("ada", event("ada@example.com", "news"));
        listward.send("kay", event("kay@example.com", "vip"));
        await("one is in, one has failed").atMost(PATIENCE).until(() -> failures().size() == 1 && marketo.emailsIn("Newsletter Europe").size() == 1);
        logIn();
    }

    /** A browser that was told the password for one address of a server sends it along to all. */
    private void logIn() {
        browser.go("http://" + server + "/actuator/hawtio/");
        assertThat(browser.all(".pf-v6-c-page")).as("without a password").isEmpty();
        browser.go("http://admin:test-password@" + server + "/api/dataflows");
        long start = System.nanoTime();
        browser.go("http://" + server + "/actuator/hawtio/");
        eventually("the page's first figures", () -> !browser.row("Dataflows", "Nurture Europe").isEmpty());
        firstLoad = Duration.ofNanos(System.nanoTime() - start);
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
        if (listward != null) {
            listward.close();
        }
        if (marketo != null) {
            marketo.close();
        }
    }

    @Test
    void isShownSoonAndUpdatesItself() {
        show("Reasons");
        long start = System.nanoTime();
        show("Overview");
        eventually("the figures", () -> !browser.row("Dataflows", "Nurture Europe").isEmpty());
        Duration switched = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("The page: figures %,d ms after Hawtio was opened for the first time, %,d ms after its view was%n",
                firstLoad.toMillis(), switched.toMillis());
        assertThat(firstLoad).isLessThan(LONGEST_LOAD);

        listward.send("grace", event("grace@example.com", "news"));

        eventually("what came meanwhile", () -> browser.row("Dataflows", "Nurture Europe").equals(overviewRow()) && marketo.emailsIn("Newsletter Europe").size() == 2);
    }

    @Test
    void showsTheFiguresOfTheApi() {
        show("Overview");
        eventually("the dataflow", () -> browser.row("Dataflows", "Nurture Europe").equals(overviewRow()));

        show("Audiences");
        eventually("each audience", () -> {
            for (JsonNode counts : http.getForObject(api("/audiences"), JsonNode.class).get("audiences")) {
                String name = counts.get("audience").asText().equals("vip") ? NAME : "Newsletter Europe";
                List<String> figures = figures(counts, "received", "activated", "excluded", "failed", "held", "inFlight");
                if (!browser.row("Audiences", name).stream().skip(1).limit(6).toList().equals(figures)) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void showsMarkupInANameAsText() {
        show("Audiences");

        eventually("the name", () -> browser.text().contains(NAME));
        assertThat(browser.all(".listward img")).isEmpty();
        assertThat(browser.run("return document.title")).isNotEqualTo("run");
    }

    @Test
    void sendsAFailureAgainAndSeesItActivated() {
        marketo.heals();
        show("Failures");
        eventually("the failure", () -> browser.row("Failed changes", NAME).stream().anyMatch("Open"::equals));

        eventually("its button", () -> browser.click(browser.all("button[aria-label='Replay this failure']")));
        eventually("the question", () -> browser.click(browser.all(".pf-v6-c-modal-box__footer .pf-m-primary")));
        eventually("the answer", () -> browser.all(".pf-v6-c-modal-box .pf-m-success").size() == 1);
        browser.click("Close");

        eventually("Kay is in", () -> marketo.emailsIn("VIP Europe").equals(Set.of("kay@example.com")));
        eventually("so it says", () -> browser.row("Failed changes", NAME).stream().anyMatch(cell -> cell.startsWith("Resolved\nActivated")));
    }

    @Test
    void opensARouteDiagram() {
        String route = "report-failures";
        browser.go("http://" + server + "/actuator/hawtio/camel");
        eventually("the tree", () -> browser.all("#camel-tree-view input").size() == 1);
        browser.all("#camel-tree-view input").get(0).sendKeys(route);

        eventually("the route", () -> browser.click(browser.all(".pf-v6-c-tree-view__node").stream().filter(node -> node.getText().equals(route)).toList()));

        eventually("its steps", () -> browser.all(".camel-route-diagram .camel-node-label").size() > 1);
    }

    @Test
    void canBeWalkedThroughByKeyboard() {
        browser.go("http://" + server + "/actuator/hawtio/listward");
        eventually("the figures", () -> !browser.row("Dataflows", "Nurture Europe").isEmpty());
        List<String> reached = new ArrayList<>();
        for (int step = 0; step < 40 && !reached.contains("Nurture Europe"); step++) {
            browser.pressTab();
            assertThat(browser.run("return document.activeElement.matches(':focus-visible')")).isEqualTo(true);
            reached.add(String.valueOf(browser.run("return document.activeElement.textContent")));
        }
        assertThat(reached).containsSubsequence(VIEWS).endsWith("Nurture Europe");

        browser.press(Keys.ENTER);

        eventually("the dataflow", () -> browser.address().endsWith("/listward/dataflows/eu-nurture") && browser.row("Runs", "Processing").size() > 1);
    }

    @Test
    void fitsASmallScreen() {
        for (String view : VIEWS) {
            show(view);
            assertThat(browser.run("""
                    return [document.documentElement, document.querySelector('main')].every(each => each.scrollWidth <= each.clientWidth)
                        && document.documentElement.clientWidth <= 1280"""))
                    .as(view).isEqualTo(true);
        }
        assertThat(browser.complaints()).noneMatch(complaint -> complaint.contains("listward-page") || complaint.contains("Content Security"));
    }

    /** By a click on the view's name, from wherever the browser is in Hawtio. */
    private void show(String view) {
        if (!browser.address().contains("/listward")) {
            browser.go("http://" + server + "/actuator/hawtio/listward");
        }
        eventually(view, () -> browser.click(view) && browser.all("a[aria-current=page]").stream().anyMatch(link -> link.getText().equals(view)));
        eventually("its content", () -> !browser.text().isBlank() && browser.all(".pf-v6-c-skeleton").isEmpty());
    }

    private List<String> overviewRow() {
        JsonNode dataflow = http.getForObject(api("/overview"), JsonNode.class).get("dataflows").get(0);
        List<String> row = new ArrayList<>(List.of("Nurture Europe", "Up"));
        row.addAll(figures(dataflow, "audiences", "received", "activated", "excluded", "failed", "held", "inFlight"));
        row.add("–");
        return row;
    }

    private static List<String> figures(JsonNode counts, String... names) {
        return List.of(names).stream().map(name -> NumberFormat.getIntegerInstance(Locale.US).format(counts.get(name).asLong())).toList();
    }

    private JsonNode failures() {
        return http.getForObject(api("/failures"), JsonNode.class).get("failures");
    }

    private String api(String path) {
        return "http://" + server + "/api" + path;
    }

    private static void eventually(String what, Callable<Boolean> there) {
        await(what).atMost(PATIENCE).pollInterval(50, TimeUnit.MILLISECONDS).until(there);
    }

    private static String event(String email, String audience) {
        return """
                {"person":{"name":{"firstName":"Kay","lastName":"Smith"}},
                 "segmentMembership":{"ups":{"%s":{"status":"realized","lastQualificationTime":"%s"}}},
                 "identityMap":{"Email":[{"id":"%s"}]}}""".formatted(audience, Instant.now(), email);
    }
}
