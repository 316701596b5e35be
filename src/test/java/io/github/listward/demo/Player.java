package io.github.listward.demo;

import io.github.listward.demo.Sample.Event;
import io.github.listward.marketo.CallGate;
import io.github.listward.sandbox.Fault;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.util.List;

/** Plays the sample into Kafka and watches until Listward has dealt with all of it; breaks Marketo meanwhile. */
final class Player {

    /** 606 that Marketo answers because the demo wants it to. */
    static final int ARRANGED_THROTTLES = 1;

    private static final int EVENTS_PER_SECOND = 1_000;
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(2);
    private static final Duration BREAK_AFTER = Duration.ofSeconds(5);
    private static final Duration BROKEN = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(150);

    private static final int BAR = 24;
    private static final int RECORDS_PER_MARK = 1_200;

    private final Screen screen;
    private final ProfileTopic profiles;
    private final MarketoSandbox marketo;
    private final CallGate gate;
    private final Api api;
    private final boolean quick;

    private List<Event> events;
    private int sent;
    private long brokenUntil;

    Player(Screen screen, Landscape landscape, Api api, boolean quick) {
        this.screen = screen;
        this.profiles = landscape.profiles();
        this.marketo = landscape.marketo();
        this.gate = landscape.listward().getBean(CallGate.class);
        this.api = api;
        this.quick = quick;
    }

    /**
     * @param changes how many must have been received before the sample is over
     * @return whether Listward was done with it in time
     */
    boolean play(List<Event> sample, long changes) {
        events = sample;
        screen.line("%7s %8s  %-" + BAR + "s %8s  %8s   %s", "", "events", "waiting in Kafka", "", "changes", "members: VIP   News   Win");
        screen.line("%7s %8s  %-" + BAR + "s %8s  %8s   %15s %6s %5s   %s", "", "sent", "(" + RECORDS_PER_MARK + " a mark)", "", "ended", "Europe", "letter", "back", "Marketo");
        long start = System.nanoTime();
        long nextReport = 0;
        boolean done = false;
        while (!done && System.nanoTime() - start < LONGEST.toNanos()) {
            long passed = System.nanoTime() - start;
            sendUpTo(quick ? events.size() : (int) (passed / 1e9 * EVENTS_PER_SECOND));
            if (!quick && brokenUntil == 0 && passed > BREAK_AFTER.toNanos()) {
                breakMarketo();
            }
            if (passed >= nextReport) {
                done = report(passed, changes);
                nextReport += REPORT_EVERY.toNanos();
            }
            Wait.pause(TICK);
        }
        return done;
    }

    private void sendUpTo(int count) {
        while (sent < Math.min(count, events.size())) {
            Event event = events.get(sent++);
            profiles.sendLater(event.key(), event.value());
        }
    }

    /** Down for a while; then the access tokens have expired, and Marketo says 606. */
    private void breakMarketo() {
        brokenUntil = System.nanoTime() + BROKEN.toNanos();
        marketo.breaksFor(Fault.BAD_GATEWAY, BROKEN);
        marketo.expiresTokens();
        marketo.answersNext("606", ARRANGED_THROTTLES);
    }

    /** @return whether Listward is done with everything */
    private boolean report(long passed, long changes) {
        long waiting = profiles.waiting();
        Api.Sums sums = api.sums();
        screen.line("%5d s %8s  %-" + BAR + "s %8s  %8s   %15s %6s %5s   %s", passed / 1_000_000_000L, Screen.number(sent),
                "#".repeat((int) Math.min(BAR, (waiting + RECORDS_PER_MARK - 1) / RECORDS_PER_MARK)), Screen.number(waiting), Screen.number(sums.ended()),
                Screen.number(members(Audience.VIP)), Screen.number(members(Audience.NEWSLETTER)), Screen.number(members(Audience.WIN_BACK)), state());
        return sent == events.size() && waiting == 0 && sums.ended() == sums.received() && sums.received() >= changes;
    }

    private int members(Audience audience) {
        return audience.list().stream().filter(list -> marketo.listNamed(list) != null).mapToInt(list -> marketo.emailsIn(list).size()).sum();
    }

    private String state() {
        Duration closed = gate.closedFor(Landscape.MUNCHKIN_ID);
        if (brokenUntil != 0 && System.nanoTime() < brokenUntil) {
            return "down: HTTP 502";
        }
        return closed.isZero() ? "ok" : "606: left alone, " + closed.toSeconds() + " s";
    }
}
