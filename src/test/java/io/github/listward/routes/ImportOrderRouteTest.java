package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every sequence of three events of a person, and of a family of two profiles that share an address, spread in every way over the time
 * before, during and after an import, in every order of their times: the last word of each profile is what holds.
 */
class ImportOrderRouteTest {

    /** When an event comes: while nobody is held; with those whom an import is for; while it runs; when the hold is released; when all is over. */
    private enum Phase { BEFORE, WITH, DURING, RELEASED, AFTER }

    private static final List<int[]> ORDERS = List.of(new int[] {0, 1, 2}, new int[] {0, 2, 1}, new int[] {1, 0, 2}, new int[] {1, 2, 0},
            new int[] {2, 0, 1}, new int[] {2, 1, 0});

    /** @param time its place among the times of the sequence */
    private record Event(Phase phase, boolean qualified, int time, int profile) {}

    private final Map<String, List<Event>> sequences = new LinkedHashMap<>();

    @Test
    void theLastWordHolds() {
        for (Phase first : Phase.values()) {
            for (Phase second : Phase.values()) {
                for (Phase third : Phase.values()) {
                    if (first.compareTo(second) <= 0 && second.compareTo(third) <= 0) {
                        sequences(first, second, third, first == Phase.BEFORE || third == Phase.AFTER ? 1 : 8);
                    }
                }
            }
        }

        play();
    }

    private void sequences(Phase first, Phase second, Phase third, int profiles) {
        for (int[] order : ORDERS) {
            for (int kinds = 0; kinds < 8; kinds++) {
                for (int who = 0; who < profiles; who++) {
                    sequences.put("person" + sequences.size() + "@example.com", List.of(
                            new Event(first, (kinds & 1) > 0, order[0], who & 1),
                            new Event(second, (kinds & 2) > 0, order[1], who >> 1 & 1),
                            new Event(third, (kinds & 4) > 0, order[2], who >> 2 & 1)));
                }
            }
        }
    }

    private void play() {
        try (ImportLandscape landscape = new ImportLandscape()) {
            DeliveryRoutes delivery = landscape.delivery;
            delivery.with("listward.delivery.import-threshold", 0);
            landscape.restart();
            delivery.deliver(of(Phase.BEFORE));
            delivery.with("listward.delivery.import-threshold", ImportLandscape.THRESHOLD);
            landscape.restart();
            delivery.deliver(of(Phase.WITH));
            delivery.watchImports();
            assertThat(delivery.imports().newest(1)).as("an import is running").singleElement().satisfies(each -> assertThat(each.people()).isGreaterThan(300));
            delivery.deliver(of(Phase.DURING));
            landscape.importAll();
            delivery.deliver(of(Phase.RELEASED));
            landscape.deliverReleased();
            delivery.deliver(of(Phase.AFTER));
            landscape.importAll();
            landscape.deliverReleased();

            List<String> wrong = new ArrayList<>();
            sequences.forEach((email, events) -> {
                boolean member = landscape.marketo.emailsIn("VIP").contains(email);
                if (member != wanted(events)) {
                    wrong.add(email + " is " + (member ? "in" : "out") + " after " + events);
                }
            });
            assertThat(wrong).as("of %d sequences", sequences.size()).isEmpty();
            assertThat(landscape.counts().get("held")).as("held").isNull();
            sequences.forEach((email, events) -> assertInOrder(landscape, email, events));
        }
    }

    private List<MembershipChange> of(Phase phase) {
        List<MembershipChange> changes = new ArrayList<>();
        sequences.forEach((email, events) -> events.stream().filter(event -> event.phase() == phase).forEach(event -> {
            ChangeBuilder change = event.qualified() ? aChange() : aChange().exiting("vip");
            changes.add(change.by(email).ofProfile(email + event.profile()).at(at(event.time())).build());
        }));
        return changes;
    }

    private static String at(int time) {
        return Instant.parse("2026-11-23T10:00:00Z").plusSeconds(time).toString();
    }

    private static boolean wanted(List<Event> events) {
        return events.stream()
                .collect(Collectors.groupingBy(Event::profile, TreeMap::new, Collectors.maxBy(Comparator.comparing(Event::time))))
                .values().stream()
                .anyMatch(newest -> newest.orElseThrow().qualified());
    }

    /** What was moved can be told as wishes taken in the order of their times. */
    private static void assertInOrder(ImportLandscape landscape, String email, List<Event> events) {
        if (landscape.marketo.leadsWith("email", email).isEmpty() || events.stream().anyMatch(event -> event.profile() == 1)) {
            return;
        }
        List<Boolean> wishes = events.stream().sorted(Comparator.comparing(Event::time)).map(Event::qualified).toList();
        int at = 0;
        for (String move : landscape.historyOf("VIP", email)) {
            while (at < wishes.size() && wishes.get(at) != move.equals("added")) {
                at++;
            }
            assertThat(at).as("the place of \"%s\" of %s among the wishes of %s", move, landscape.historyOf("VIP", email), events).isLessThan(wishes.size());
        }
    }
}
