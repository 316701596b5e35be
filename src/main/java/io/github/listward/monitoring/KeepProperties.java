package io.github.listward.monitoring;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what people look back at is kept.
 *
 * @param runs How long dataflow runs and the counters of audiences are kept; AEP keeps them 90 days. Totals are kept for good.
 * @param outcomes How long it is kept what became last of a person's change, which the trace shows.
 * @param failures How long the failure report keeps its rows.
 * @param alerts How long resolved alerts are kept.
 */
@ConfigurationProperties("listward.keep")
@Validated
record KeepProperties(
        @DefaultValue("90d") @DurationMin(days = 1) Duration runs,
        @DefaultValue("90d") @DurationMin(days = 1) Duration outcomes,
        @DefaultValue("90d") @DurationMin(days = 1) Duration failures,
        @DefaultValue("90d") @DurationMin(days = 1) Duration alerts) {}
