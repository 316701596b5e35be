package io.github.listward.marketo;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How Marketo is spoken to. The routes read these as placeholders, when they first need them; this record looks at them at the
 * start. Their defaults are in application.yaml.
 *
 * @param http the HTTP client
 * @param retry what happens while Marketo takes no calls
 */
@Validated
@ConfigurationProperties("listward.marketo")
record MarketoProperties(@Valid @NotNull Http http, @Valid @NotNull Retry retry) {

    /**
     * @param connections connections to one instance; Marketo takes 10 calls at a time
     * @param connectTimeoutMillis how long connecting may take, in milliseconds
     * @param responseTimeoutMillis how long an answer may take, in milliseconds; Marketo itself gives up after 90 s
     */
    record Http(@Positive @Max(10) int connections, @Positive int connectTimeoutMillis, @Positive int responseTimeoutMillis) {}

    /**
     * @param times how often a call is sent again before its batch is put back
     * @param firstDelayMillis wait before the first time, in milliseconds; each further wait is twice as long
     * @param longestDelayMillis no wait is longer than this, in milliseconds
     */
    record Retry(@Min(0) @Max(20) int times, @Positive long firstDelayMillis, @Positive long longestDelayMillis) {

        @AssertTrue(message = "the waits take over 60 s together: lower times, first-delay-millis or longest-delay-millis")
        boolean isWithinAMinute() {
            return total().compareTo(CallGate.LONGEST_WAIT) <= 0;
        }

        Duration total() {
            long total = 0;
            long delay = firstDelayMillis;
            for (int i = 0; i < times; i++) {
                total += Math.min(delay, longestDelayMillis);
                delay = Math.min(2 * delay, longestDelayMillis);
            }
            return Duration.ofMillis(total);
        }
    }
}
