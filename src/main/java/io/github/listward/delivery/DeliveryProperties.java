package io.github.listward.delivery;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How changes are delivered.
 *
 * @param reaffirmAfter How long a membership that Marketo confirmed saves repeating the call.
 * @param importThreshold So many new people of one audience in one flush are imported in bulk, where missing people are created; 0: never.
 */
@ConfigurationProperties("listward.delivery")
@Validated
record DeliveryProperties(@DefaultValue("7d") Duration reaffirmAfter, @DefaultValue("15000") @Min(0) int importThreshold) {}
