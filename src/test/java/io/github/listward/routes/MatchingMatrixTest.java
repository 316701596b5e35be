package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every line of the tables in docs/matching.md. */
class MatchingMatrixTest {

    private static final Path PAGE = Path.of("docs/matching.md");
    private static final String ADA = "ada@example.com";
    private static final String NUMBER = "C-4711";

    private static final Map<String, String> OPERATIONS = Map.of(
            "sync-leads", "POST /rest/v1/leads.json",
            "find-leads", "GET /rest/v1/leads.json",
            "add-to-list", "POST /rest/v1/lists/*/leads.json",
            "remove-from-list", "DELETE /rest/v1/lists/*/leads.json");

    private static final MarketoSandbox MARKETO = EveryDestination.marketo();

    private static DeliveryRoutes delivery;

    @BeforeEach
    void startAfresh() {
        delivery = EveryDestination.delivery();
    }

    static Stream<Arguments> bySyncTypeAndPersonAction() throws IOException {
        return rows("| Sync type | Person action | Event |");
    }

    static Stream<Arguments> bySeveralKeys() throws IOException {
        return rows("| Sync type | Person action | Found by |");
    }

    @ParameterizedTest(name = "{0}, {1}: {2} -> {3}")
    @MethodSource
    void bySyncTypeAndPersonAction(String syncType, String action, String event, String calls, String lead, String inTheList, String counted) {
        String dataflow = syncType.equals("audience-only") ? "audience-only" : destination(syncType, action);
        somebodyIsOnTheListOf(dataflow);
        MembershipChange change = arrange(dataflow, event);

        plays(change, calls, lead, counted);

        Long list = listOf(dataflow);
        assertThat(list == null ? "no list" : MARKETO.emailsIn(list).contains(ADA) ? "yes" : "no").as("in the list").isEqualTo(inTheList);
    }

    @ParameterizedTest(name = "{0}, {1}: {2} -> {3}")
    @MethodSource
    void bySeveralKeys(String syncType, String action, String foundBy, String calls, String lead, String counted) {
        String dataflow = (syncType.equals("audience-only") ? "audience-only" : destination(syncType, action)) + "-by-two-keys";
        MARKETO.hasLead(Map.of("email", "zoe@example.com", "customerNumber", "C-1"));
        delivery.deliver(aChange().in(dataflow).qualifying("vip").byKeys("customerNumber", "C-1", "email", "zoe@example.com").build());
        switch (foundBy) {
            case "the first key" -> MARKETO.hasLead(Map.of("customerNumber", NUMBER, "firstName", "Formerly"));
            case "the second key" -> MARKETO.hasLead(Map.of("email", ADA, "firstName", "Formerly"));
            default -> assertThat(foundBy).isEqualTo("no key");
        }

        plays(aChange().in(dataflow).qualifying("vip").byKeys("customerNumber", NUMBER, "email", ADA).build(), calls, lead, counted);
    }

    private static String destination(String syncType, String action) {
        String verb = action.equals("create-missing") ? "create" : "match";
        return syncType.equals("profile-only") ? verb + "-profile-only" : verb;
    }

    /** So that neither the list nor anything but the change itself costs calls. */
    private static void somebodyIsOnTheListOf(String dataflow) {
        MARKETO.hasLead("zoe@example.com");
        delivery.deliver(
                aChange().in(dataflow).qualifying("vip").by("zoe@example.com").build(),
                aChange().in(dataflow).qualifying("news").by("zoe@example.com").build());
    }

    /** Brings about what the event meets, and returns the event. */
    private static MembershipChange arrange(String dataflow, String event) {
        ChangeBuilder change = aChange().in(dataflow).by(ADA).at("2026-11-23T11:00:00Z");
        if (event.contains("known to Marketo") && !event.contains("unknown") || event.contains("not remembered")) {
            MARKETO.hasLead(Map.of("email", ADA, "firstName", "Formerly"));
        } else if (!event.contains("unknown")) {
            MARKETO.hasLead(ADA);
            String audience = event.contains("again") || event.startsWith("exited") ? "vip" : "news";
            delivery.deliver(aChange().in(dataflow).qualifying(audience).by(ADA).with("firstName", "Formerly").build());
        }
        if (event.contains("a member")) {
            MARKETO.hasMember(listOf(dataflow), (Long) MARKETO.leadsWith("email", ADA).get(0).get("id"));
        }
        if (event.equals("exited again")) {
            delivery.deliver(aChange().in(dataflow).exiting("vip").by(ADA).at("2026-11-23T10:30:00Z").build());
        }
        boolean newAttributes = !event.contains("as last sent") && !event.contains("nothing new");
        return event.startsWith("exited")
                ? change.exiting("vip").build()
                : change.qualifying("vip").with("firstName", newAttributes ? "Ada" : "Formerly").build();
    }

    private static void plays(MembershipChange change, String calls, String lead, String counted) {
        Map<String, Integer> before = callsSoFar();
        int all = MARKETO.calls();

        delivery.deliver(change).endedAs(counted);

        List<String> expected = calls.equals("none") ? List.of() : Arrays.stream(calls.split(", ")).sorted().toList();
        assertThat(callsSince(before)).containsExactlyElementsOf(expected);
        assertThat(MARKETO.calls() - all).as("calls of any kind").isEqualTo(expected.size());
        assertThat(leadIs(expected.contains("sync-leads") && counted.equals("activated created"))).isEqualTo(lead);
    }

    private static String leadIs(boolean created) {
        List<Map<String, Object>> leads = Stream.of(MARKETO.leadsWith("email", ADA), MARKETO.leadsWith("customerNumber", NUMBER))
                .flatMap(List::stream).distinct().toList();
        assertThat(leads).hasSizeLessThan(2);
        if (leads.isEmpty()) {
            return "none";
        }
        return created ? "created" : "Ada".equals(leads.get(0).get("firstName")) ? "updated" : "untouched";
    }

    private static Long listOf(String dataflow) {
        return delivery.jdbc().sql("select list_id from audience_list where dataflow = ? and audience = 'vip'").param(dataflow)
                .query(Long.class).optional().orElse(null);
    }

    private static Map<String, Integer> callsSoFar() {
        Map<String, Integer> calls = new TreeMap<>();
        OPERATIONS.forEach((name, operation) -> calls.put(name, MARKETO.calls(operation)));
        return calls;
    }

    private static List<String> callsSince(Map<String, Integer> before) {
        return callsSoFar().entrySet().stream()
                .flatMap(each -> Stream.generate(each::getKey).limit(each.getValue() - before.get(each.getKey())))
                .toList();
    }

    private static Stream<Arguments> rows(String header) throws IOException {
        List<Arguments> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).collect(Collectors.toList()))
                .map(cells -> Arguments.of(cells.toArray()))
                .toList();
        assertThat(rows).as("rows of the table %s in %s", header, PAGE).isNotEmpty();
        return rows.stream();
    }
}
