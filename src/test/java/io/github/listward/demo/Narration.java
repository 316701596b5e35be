package io.github.listward.demo;

import io.github.listward.demo.Sample.Feed;
import io.github.listward.sandbox.MarketoSandbox;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** One person at a time, with the clock running. */
final class Narration {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final String GRACE = "grace@example.com";

    private final Screen screen;
    private final ProfileTopic profiles;
    private final MarketoSandbox marketo;
    private Map<Feed, Long> expected;

    Narration(Screen screen, Landscape landscape) {
        this.screen = screen;
        this.profiles = landscape.profiles();
        this.marketo = landscape.marketo();
    }

    /**
     * @param expected changes received per feed, to which these are added
     * @return whether everybody came and went as they should
     */
    boolean tell(Map<Feed, Long> expected) {
        this.expected = expected;
        screen.section("1  One person");
        boolean in = step(Audience.VIP, "realized", "Ada", "Lovelace", "ada@example.com");
        boolean out = step(Audience.VIP, "exited", "Ada", "Lovelace", "ada@example.com");
        screen.blank();
        screen.line("Grace stands in \"Win back\" since before Listward knew of her. No state says so; it asks Marketo:");
        marketo.hasMember(marketo.listNamed("Win back"), marketo.hasLead(Map.of("email", GRACE, "leadPartition", "America")));
        boolean unknownOut = step(Audience.WIN_BACK, "exited", "Grace", "Hopper", GRACE);
        return in && out && unknownOut;
    }

    private boolean step(Audience audience, String status, String firstName, String lastName, String email) {
        boolean wanted = status.equals("realized");
        String list = audience.list().get(0);
        long start = System.nanoTime();
        screen.event("AEP", "%s %s %s  (an event in Kafka)", email, wanted ? "qualified for" : "exited", audience.name());
        profiles.send(AepEvent.keyOf(email), AepEvent.of(audience, status, firstName, lastName, null, email));
        expected.merge(new Feed(audience.dataflow(), audience.id()), 1L, Long::sum);
        boolean done = Wait.until(LONGEST, () -> members(list).contains(email) == wanted);
        if (done) {
            screen.event("Marketo", "%s is %s static list \"%s\" (%d) after %s", firstName, wanted ? "in" : "out of", list,
                    marketo.listNamed(list), Screen.seconds(System.nanoTime() - start));
        } else {
            screen.event("Marketo", "%s is STILL %s static list \"%s\" after %d s", firstName, wanted ? "missing from" : "in", list, LONGEST.toSeconds());
        }
        return done;
    }

    private Set<String> members(String list) {
        return marketo.emailsIn(list);
    }
}
