package io.github.listward.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.listward.monitoring.Alerts;
import io.github.listward.routes.AlertRouteTest.Monitoring;
import io.github.listward.routes.WebhookReceiver.Received;
import io.github.listward.sandbox.MarketoSandbox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts' statements on the other database, by replicas that look and send at the same moments. */
class AlertsOnPostgresIT {

    private static final int ROUNDS = 20;

    @Test
    void opensTellsAndResolvesEachAlertOnce() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                MarketoSandbox marketo = EveryDestination.sandbox();
                WebhookReceiver receiver = WebhookReceiver.start();
                DeliveryRoutes first = replica(marketo, postgres, receiver);
                DeliveryRoutes second = replica(marketo, postgres, receiver)) {
            List<DeliveryRoutes> replicas = List.of(first, second);
            for (int round = 1; round <= ROUNDS; round++) {
                first.jdbc().sql("insert into run_counter (dataflow, hour_start, outcome, reason, amount) values ('create', ?, 'failed', 'REFUSED', 500)")
                        .param(Timestamp.from(first.time().instant()))
                        .update();
                atOnce(replicas, "watch-alerts");
                atOnce(replicas, "send-notices");
                int opened = 2 * round - 1;
                await().untilAsserted(() -> assertThat(receiver.received()).hasSize(opened));

                first.jdbc().sql("delete from run_counter").update();
                atOnce(replicas, "watch-alerts");
                replicas.forEach(each -> each.time().passes(Duration.ofMinutes(3)));
                atOnce(replicas, "watch-alerts");
                atOnce(replicas, "send-notices");
                await().untilAsserted(() -> assertThat(receiver.received()).hasSize(opened + 1));
            }

            assertThat(receiver.received().stream().map(Received::notice).distinct()).hasSize(2 * ROUNDS);
            assertThat(receiver.received().stream().map(each -> each.json().get("kind").asText())).startsWith("OPENED", "RESOLVED", "OPENED", "RESOLVED");
            assertThat(first.bean(Alerts.class).newest(null, null, 100)).hasSize(ROUNDS);
            assertThat(first.bean(Alerts.class).countOpen()).isZero();
            first.time().passes(Duration.ofDays(91));
            first.fires("forget-history");
            assertThat(first.rows("alert") + first.rows("alert_notice")).isZero();
        }
    }

    private static DeliveryRoutes replica(MarketoSandbox marketo, EmbeddedPostgres postgres, WebhookReceiver receiver) {
        return EveryDestination.on(marketo)
                .with("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"))
                .with("listward.alerts.webhooks.ops.url", receiver.url("/"))
                .with(Monitoring.class, "watch-alerts", "send-notices", "send-notice", "post-webhook", "mail-alert", "watch-standings", "forget-history")
                .start();
    }

    private static void atOnce(List<DeliveryRoutes> replicas, String timer) {
        CompletableFuture.allOf(Stream.concat(replicas.stream(), replicas.stream())
                .map(replica -> CompletableFuture.runAsync(() -> replica.fires(timer)))
                .toArray(CompletableFuture[]::new)).join();
    }
}
