package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.chaos.Event;
import io.github.listward.chaos.Event.Membership;
import io.github.listward.chaos.Event.Place;
import io.github.listward.chaos.Event.Sent;
import io.github.listward.chaos.Expectation;
import io.github.listward.chaos.Feed;
import io.github.listward.chaos.History;
import io.github.listward.sandbox.MarketoSandbox;
import io.github.listward.sandbox.Move;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every order in which a few events of somebody can come: in one poll, split over polls at every point, and with a poll between that
 * fails, or that is read again with what came after it. Each sequence is somebody's own, and all of them run side by side, mixed.
 */
class SequencesRouteTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Feed FEED = new Feed("create", "vip", "123-ABC-456", "VIP");

    /** How an event's time stands to that of the one before it. */
    private enum Time { LATER, EQUAL, OLDER, ABSENT }

    /** What an event says. A family is two profiles that share the address a; the first has b, too. */
    private enum Says {
        QUALIFIED("one", true, "a"),
        EXITED("one", false, "a"),
        QUALIFIED_WITH_BOTH("one", true, "a", "b"),
        EXITED_WITH_BOTH("one", false, "a", "b"),
        QUALIFIED_WITH_OTHER("one", true, "b"),
        EXITED_WITHOUT_IDENTITY("one", false),
        SECOND_QUALIFIED("two", true, "a"),
        SECOND_EXITED("two", false, "a");

        final String profile;
        final boolean qualified;
        final List<String> addresses;

        Says(String profile, boolean qualified, String... addresses) {
            this.profile = profile;
            this.qualified = qualified;
            this.addresses = List.of(addresses);
        }
    }

    private record Step(Says says, Time time) {}

    /** What happens to each poll but the last. */
    private enum Between {
        NOTHING,
        /** Marketo takes no calls; the poll is read again. */
        FAILS,
        /** Marketo carries the calls out and its answers are lost; the poll is read again with the next one. */
        FAILS_WHEN_CARRIED_OUT,
        /** The process dies between recording and committing; the poll is read again with the next one. */
        IS_READ_AGAIN
    }

    private final MarketoSandbox marketo = EveryDestination.marketo();
    private final DeliveryRoutes delivery = EveryDestination.delivery();
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void renewLease() {
        renewals.scheduleAtFixedRate(delivery::renewLeases, 1, 1, TimeUnit.SECONDS);
    }

    @AfterEach
    void stopRenewing() throws InterruptedException {
        renewals.shutdown();
        renewals.awaitTermination(10, TimeUnit.SECONDS);
    }

    static Stream<Arguments> ofOne() {
        return runs(4);
    }

    @ParameterizedTest(name = "polls {0}, between them: {1}")
    @MethodSource("ofOne")
    void upToFourEventsOfOnePersonEndAsTheNewestSays(Set<Integer> cuts, Between between) {
        run(sequences(4, List.of(Says.QUALIFIED, Says.EXITED), List.of(Time.values())), cuts, between);
    }

    static Stream<Arguments> ofFamilies() {
        return runs(3);
    }

    @ParameterizedTest(name = "polls {0}, between them: {1}")
    @MethodSource("ofFamilies")
    void upToThreeEventsOfAFamilyEndAsItsNewestSay(Set<Integer> cuts, Between between) {
        run(sequences(3, List.of(Says.values()), List.of(Time.LATER, Time.OLDER)), cuts, between);
    }

    // Pause and resume, consent lost and given back, a list re-created: further steps of a sequence, for which Step has room.

    /** Every way to cut so many events into polls, with everything that can come between. */
    private static Stream<Arguments> runs(int events) {
        return IntStream.range(0, 1 << events - 1).boxed().flatMap(bits -> {
            Set<Integer> cuts = IntStream.range(1, events).filter(i -> (bits >> i - 1 & 1) == 1).boxed().collect(Collectors.toCollection(TreeSet::new));
            return Stream.of(Between.values()).filter(between -> between == Between.NOTHING || !cuts.isEmpty()).map(between -> Arguments.of(cuts, between));
        });
    }

    /** Every sequence of up to so many events; the time of the first one says nothing. */
    private static List<List<Step>> sequences(int longest, List<Says> alphabet, List<Time> times) {
        List<List<Step>> all = new ArrayList<>();
        List<List<Step>> last = List.of(List.of());
        for (int length = 1; length <= longest; length++) {
            List<List<Step>> next = new ArrayList<>();
            for (List<Step> sequence : last) {
                for (Says says : alphabet) {
                    for (Time time : sequence.isEmpty() ? List.of(Time.LATER) : times) {
                        next.add(Stream.concat(sequence.stream(), Stream.of(new Step(says, time))).toList());
                    }
                }
            }
            all.addAll(next);
            last = next;
        }
        return all;
    }

    /** @param cuts the events before which a new poll begins */
    private void run(List<List<Step>> sequences, Set<Integer> cuts, Between between) {
        List<Sent> sent = new ArrayList<>();
        List<List<MembershipChange>> polls = polls(sequences, cuts, sent);
        Expectation expectation = new Expectation(List.of(FEED), sent, NOW);

        List<MembershipChange> pending = List.of();
        for (int i = 0; i < polls.size(); i++) {
            List<MembershipChange> poll = polls.get(i);
            boolean last = i == polls.size() - 1;
            if (pending.isEmpty() && !last) {
                begin(poll, between);
                pending = between == Between.FAILS_WHEN_CARRIED_OUT || between == Between.IS_READ_AGAIN ? poll : List.of();
            } else if (!pending.isEmpty()) {
                delivery.deliverAgainWith(poll);
                pending = List.of();
            } else {
                delivery.deliver(poll);
            }
        }

        check(sequences, expectation);
    }

    private void begin(List<MembershipChange> poll, Between between) {
        switch (between) {
            case NOTHING, IS_READ_AGAIN -> delivery.deliver(poll);
            case FAILS -> {
                marketo.answersNext("502", 1_000_000);
                delivery.fails(poll);
                marketo.heals();
                delivery.deliverAgain();
            }
            case FAILS_WHEN_CARRIED_OUT -> {
                marketo.appliesButAnswersNextTo("POST /rest/v1/lists/*/leads.json", "604", 1_000_000);
                marketo.appliesButAnswersNextTo("DELETE /rest/v1/lists/*/leads.json", "604", 1_000_000);
                delivery.fails(poll);
                marketo.heals();
            }
        }
    }

    /** The first events of all sequences, then the second ones, and so on; cut into polls. */
    private static List<List<MembershipChange>> polls(List<List<Step>> sequences, Set<Integer> cuts, List<Sent> sent) {
        List<List<MembershipChange>> polls = new ArrayList<>(List.of(new ArrayList<>()));
        Instant[] last = new Instant[sequences.size()];
        int longest = sequences.stream().mapToInt(List::size).max().orElseThrow();
        for (int event = 0; event < longest; event++) {
            if (cuts.contains(event)) {
                polls.add(new ArrayList<>());
            }
            for (int i = 0; i < sequences.size(); i++) {
                if (event < sequences.get(i).size()) {
                    Step step = sequences.get(i).get(event);
                    Instant recordedAt = START.plus(Duration.ofHours(1)).plusSeconds(event);
                    Instant at = switch (event == 0 ? Time.LATER : step.time()) {
                        case LATER -> last[i] == null ? START : last[i].plusSeconds(600);
                        case EQUAL -> last[i];
                        case OLDER -> last[i].minusSeconds(300);
                        case ABSENT -> recordedAt;
                    };
                    last[i] = at;
                    MembershipChange change = change(i, step.says(), at, recordedAt);
                    polls.get(polls.size() - 1).add(change);
                    sent.add(sent(i, step.says(), at, change));
                }
            }
        }
        return polls;
    }

    private static MembershipChange change(int family, Says says, Instant at, Instant recordedAt) {
        ChangeBuilder change = says.qualified ? aChange().qualifying("vip") : aChange().exiting("vip");
        return change.by(says.addresses.stream().map(address -> address(family, address)).toArray(String[]::new))
                .ofProfile(profile(family, says))
                .at(at.toString())
                .recordedAt(recordedAt.toString())
                .build();
    }

    private static Sent sent(int family, Says says, Instant at, MembershipChange change) {
        Set<String> addresses = says.addresses.stream().map(address -> address(family, address)).collect(Collectors.toCollection(LinkedHashSet::new));
        return new Sent(
                new Event(profile(family, says), null, at, addresses, List.of(new Membership("vip", says.qualified, at)), ""),
                new Place(change.source().partition(), change.source().offset()));
    }

    private static String profile(int family, Says says) {
        return says.profile + family;
    }

    private static String address(int family, String name) {
        return name + family + "@example.com";
    }

    private void check(List<List<Step>> sequences, Expectation expectation) {
        Long list = marketo.listNamed("VIP");
        Set<String> wanted = expectation.wanted(FEED);
        Set<String> members = marketo.emailsIn(list);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i++) {
            for (String name : List.of("a", "b")) {
                String email = address(i, name);
                if (wanted.contains(email) != members.contains(email)) {
                    wrong.add(sequences.get(i) + ": " + name + " is " + (members.contains(email) ? "in" : "out"));
                }
                List<Boolean> history = history(list, email);
                if (History.fitting(expectation.timelines(FEED, email), history) < history.size()) {
                    wrong.add(sequences.get(i) + ": " + name + " was moved " + history);
                }
            }
        }
        assertThat(wrong.stream().limit(20)).as("%d of %d sequences went wrong", wrong.size(), sequences.size()).isEmpty();
    }

    private List<Boolean> history(long list, String email) {
        List<Map<String, Object>> leads = marketo.leadsWith("email", email);
        assertThat(leads).as("leads of one address").hasSizeLessThan(2);
        return leads.stream()
                .flatMap(lead -> marketo.history(list, ((Number) lead.get("id")).longValue()).stream())
                .map(Move::action)
                .map("added"::equals)
                .toList();
    }
}
