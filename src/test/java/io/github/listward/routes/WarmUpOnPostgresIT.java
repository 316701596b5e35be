package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.delivery.WarmUpStatus;
import io.github.listward.delivery.WarmUpStatus.State;
import io.github.listward.delivery.WarmUps;
import io.github.listward.marketo.PassingTime;
import io.github.listward.sandbox.MarketoSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A warm-up's statements on the other database. */
class WarmUpOnPostgresIT {

    private static final String NOON = "2026-11-23T12:00:00Z";
    private static final int MOST_STEPS = 10;

    @Test
    void learnsLeadIdsInAdvance() throws IOException {
        PassingTime marketoTime = new PassingTime(NOON);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().clock(marketoTime).start()) {
            marketo.hasField("customerNumber", "string", 50, true, true);
            IntStream.range(0, 2_500).forEach(i -> marketo.hasLead("person" + i + "@example.com"));
            marketo.hasLead("person7@example.com");
            try (DeliveryRoutes delivery = DeliveryRoutes.to(marketo, "definitions/warm-up.yaml")
                    .with("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"))
                    .start()) {
                WarmUps warmUps = delivery.bean(WarmUps.class);
                WarmUpStatus status = warmUps.request(marketo.munchkinId(), Instant.parse("2026-11-01T00:00:00Z"));
                for (int i = 0; i < MOST_STEPS && status.state() != State.DONE; i++) {
                    marketoTime.passes(Duration.ofMinutes(1));
                    delivery.time().passes(Duration.ofMinutes(1));
                    delivery.renewLeases();
                    delivery.watchWarmUp();
                    status = warmUps.of(marketo.munchkinId()).orElseThrow();
                }

                assertThat(status.state()).isEqualTo(State.DONE);
                assertThat(status.remembered()).isEqualTo(2_499);
                assertThat(status.ambiguous()).isOne();
                delivery.deliver(aChange().in("by-email").by("person8@example.com").build()).endedAs("activated added").withCalls(2);
            }
        }
    }
}
