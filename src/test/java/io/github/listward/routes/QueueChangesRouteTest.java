package io.github.listward.routes;

import static io.github.listward.ProfileEventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.listward.batch.SourceRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ActivationRouteTest
class QueueChangesRouteTest {

    private static final String VIP = anEvent().qualifying("vip").by("ada@example.com").build();

    @Autowired
    ActivationRoutes routes;

    @Autowired
    KafkaStandIn kafka;

    @BeforeEach
    void reset() throws Exception {
        routes.reset();
    }

    @Test
    void sendsOnceForEachInstanceAndPoll() {
        routes.poll(records(30, VIP));
        routes.poll(records(20, VIP));

        assertThat(kafka.sizesOfSendsTo("listward.changes.123-ABC-456")).isEqualTo(List.of(30, 20));
        assertThat(kafka.sizesOfSendsTo("listward.changes.987-XYZ-654")).isEqualTo(List.of(30, 20));
    }

    @Test
    void sendsNoHeadersOfOneChangeWithAnother() throws Exception {
        routes.extend("on-qualified", "setHeader: { name: mark, constant: of one }");

        routes.poll(records(2, VIP));

        assertThat(kafka.sentTo("listward.changes.123-ABC-456")).hasSize(2).allSatisfy(change -> assertThat(change.headers()).isEmpty());
    }

    @Test
    void splitsWhatIsMoreThanAThousand() {
        routes.poll(records(2_300, VIP));

        assertThat(kafka.sizesOfSendsTo("listward.changes.123-ABC-456")).containsExactlyInAnyOrder(1_000, 1_000, 300);
    }

    @Test
    void countsAProfileAsManyTimesAsItHasPeople() {
        routes.poll(anEvent().qualifying("newsletter").by("ada@example.com", "lovelace@example.com").build());

        assertThat(kafka.sentTo("listward.changes.123-ABC-456")).hasSize(1);
        assertThat(routes.counts()).containsExactly(entry("received", 2L));
    }

    @Test
    void queuesTheFieldsAsTheExtensionLeavesThem() throws Exception {
        routes.extend("before-send", "bean: { ref: yours, method: forgetTheLastName }");

        routes.poll(anEvent().qualifying("newsletter").by("ada@example.com").build());

        assertThat(kafka.sentTo("listward.changes.123-ABC-456").get(0).text()).contains("\"fields\":{\"firstName\":\"Ada\"}");
    }

    @Test
    void countsWhatAnExtensionStops() throws Exception {
        routes.extend("before-send", "stop: {}");

        routes.poll(records(3, VIP));

        assertThat(routes.counts()).containsExactly(entry("excluded STOPPED_BY_ROUTE", 6L), entry("received", 6L));
    }

    private SourceRecord[] records(int count, String event) {
        return IntStream.range(0, count).mapToObj(number -> routes.record("profile-" + number, event)).toArray(SourceRecord[]::new);
    }
}
