package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.delivery.MembershipAnswer.State;
import io.github.listward.monitoring.Trace.InAudience;
import io.github.listward.monitoring.Trace.Verdict;
import io.github.listward.monitoring.TraceQuestion;
import io.github.listward.monitoring.Traces;
import io.github.listward.sandbox.MarketoSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The statements of the trace on the other database. */
class TraceOnPostgresIT {

    @Test
    void tracesAPerson() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                MarketoSandbox marketo = EveryDestination.sandbox();
                DeliveryRoutes delivery = EveryDestination.on(marketo).with("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres")).start()) {
            delivery.deliver(aChange().by("ada@example.com").build(), aChange().in("match").by("ada@example.com").build());
            delivery.deliver(aChange().by("ada@example.com").at("2026-11-23T11:00:00Z").build()).endedAs("excluded UNCHANGED");
            delivery.deliverAgain();

            assertThat(trace(delivery, true).marketo().state()).isEqualTo(State.PENDING);
            delivery.answerQuestions();

            InAudience vip = trace(delivery, true);
            assertThat(vip.verdict()).isEqualTo(Verdict.IN_LIST);
            assertThat(vip.lastOutcome().reason()).isEqualTo("created");
            assertThat(vip.marketo().state()).isEqualTo(State.MEMBER);
            delivery.deliver(aChange().exiting("vip").by("ada@example.com").at("2026-11-23T12:00:00Z").build());
            assertThat(trace(delivery, false).lastOutcome().reason()).isEqualTo("removed");
            assertThat(trace(delivery, false).verdict()).isEqualTo(Verdict.NOT_IN_LIST);
        }
    }

    private static InAudience trace(DeliveryRoutes delivery, boolean askMarketo) {
        return delivery.bean(Traces.class).of(new TraceQuestion("Email", "ada@example.com", "vip", "create", askMarketo)).audiences().get(0);
    }
}
