package io.github.listward.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.listward.batch.Backlogs;
import io.github.listward.batch.Lags;
import io.github.listward.delivery.Holds;
import io.github.listward.delivery.Leases;
import io.github.listward.delivery.ListImports;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.PassingTime;
import io.github.listward.routes.DeliveryRoutes;
import io.github.listward.sandbox.MarketoSandbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class StateMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private MarketoSandbox marketo;
    private DeliveryRoutes delivery;
    private PassingTime time;
    private StateMeters meters;

    @BeforeEach
    void start() {
        marketo = MarketoSandbox.builder().workspace("Europe", "Europe").workspace("America", "America").start();
        delivery = DeliveryRoutes.to(marketo, "definitions/two-workspaces.yaml").start();
        time = delivery.time();
        Instances instances = delivery.bean(Instances.class);
        meters = new StateMeters(registry, instances, delivery.bean(Definitions.class), delivery.bean(DestinationStates.class), delivery.bean(Leases.class),
                delivery.bean(CallBudget.class), delivery.bean(Holds.class), delivery.bean(ListImports.class), new OpenFailures(delivery.jdbc()),
                new Delays(instances, delivery.bean(Backlogs.class), time, "listward.changes."), new Lags(), "profiles", time);
    }

    @AfterEach
    void stop() {
        delivery.close();
        marketo.close();
    }

    @Test
    void sayNothingBeforeTheFirstLook() {
        assertThat(budget("used")).isNaN();
        assertThat(gauge("listward.waiting.changes")).isNaN();
        assertThat(gauge("listward.source.waiting")).isNaN();
    }

    @Test
    void sayWhatTheDatabaseHas() {
        JdbcClient jdbc = delivery.jdbc();
        jdbc.sql("""
                insert into failure (origin, dataflow, audience, identity, reason, occurred_at, replayed_at, dead_letter_partition, dead_letter_offset) values
                  ('profiles-0@1', 'eu-nurture', 'vip', 'a', 'REFUSED', '2026-11-23 12:00:00+00', null, 0, 1),
                  ('profiles-0@2', 'eu-nurture', 'vip', 'a', 'REFUSED', '2026-11-23 12:00:00+00', '2026-11-23 13:00:00+00', 0, 2),
                  ('profiles-0@3', 'eu-nurture', 'vip', 'a', 'REFUSED', '2026-11-23 14:00:00+00', '2026-11-23 13:00:00+00', 0, 3)""").update();
        jdbc.sql("update call_count set calls = 1000").update();

        meters.sample();

        assertThat(budget("used")).isEqualTo(1_000);
        assertThat(budget("left")).isEqualTo(budget("share") - 1_000);
        assertThat(budget("level")).isZero();
        assertThat(registry.get("listward.failures.open").tag("reason", "REFUSED").gauge().value()).as("not replayed, or failed again").isEqualTo(2);
        assertThat(registry.get("listward.holds").tag("reason", "BUDGET_USED").gauge().value()).isZero();
        assertThat(registry.get("listward.destination.up").tag("destination", "europe").gauge().value()).isEqualTo(1);
    }

    @Test
    void answerWithoutADatabaseAndSaySoAfterAWhile() {
        meters.sample();
        delivery.jdbc().sql("alter table hold rename to gone").update();

        time.passes(Duration.ofSeconds(60));
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(meters::sample);
        assertThat(budget("used")).as("as last seen").isNotNaN();

        time.passes(Duration.ofSeconds(61));
        assertThat(budget("used")).isNaN();
        assertThat(gauge("listward.leases.held")).as("takes no database").isNotNaN();
    }

    private double budget(String name) {
        return gauge("listward.budget." + name);
    }

    /** Of the one instance, where there is one per instance. */
    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }
}
