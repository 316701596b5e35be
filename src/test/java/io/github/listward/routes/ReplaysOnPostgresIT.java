package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Requeue;
import io.github.listward.sandbox.MarketoSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The end of a replay on the other database. */
class ReplaysOnPostgresIT {

    @Test
    void movesTheCountersOnce() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().start()) {
            marketo.hasField("customerNumber", "string", 50, true, true);
            try (DeliveryRoutes delivery = DeliveryRoutes.to(marketo, "definitions/warm-up.yaml")
                    .with("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"))
                    .start()) {
                MembershipChange change = aChange().in("by-email").by("ada@example.com").build();
                marketo.hasLead("ada@example.com");
                marketo.answersNextTo("POST /rest/v1/lists/*/leads.json", "1003", 1);
                delivery.deliver(change).endedAs("failed REFUSED");
                delivery.jdbc().sql("""
                                insert into failure (origin, dataflow, audience, identity, reason, occurred_at, dead_letter_partition, dead_letter_offset, counted_as)
                                values (?, ?, ?, ?, 'REFUSED', current_timestamp, 0, 0, 'REFUSED')""")
                        .params(change.source().toString(), change.dataflow(), change.audience(), change.people().get(0).id())
                        .update();

                assertThat(delivery.deliver(change.again(new Requeue(Requeue.Kind.REPLAYED, 0, 1))).counts())
                        .isEqualTo(Map.of("failed REFUSED", -1L, "activated added", 1L));

                assertThat(delivery.deliverAgain().counts()).isEmpty();
                assertThat(delivery.jdbc().sql("select state from failure").query(String.class).single()).isEqualTo("RESOLVED");
            }
        }
    }
}
