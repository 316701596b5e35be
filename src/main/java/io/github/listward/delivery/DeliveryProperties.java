package io.github.listward.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How changes are delivered.
 *
 * @param reaffirmAfter How long a membership that Marketo confirmed saves repeating the call.
 */
@ConfigurationProperties("listward.delivery")
@Validated
record DeliveryProperties(@DefaultValue("7d") Duration reaffirmAfter) {}
