package io.github.listward.monitoring;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * Something is wrong, or was. No personal data.
 *
 * @param subject what it is about, in words, e.g. {@code dataflow eu-nurture}
 * @param instance munchkin id, or null if it is about no instance in particular; so are dataflow and audience
 * @param message what is wrong, as last seen
 * @param value what was measured, in percent or seconds as the rule has it
 * @param threshold from which on it is an alert
 * @param lastSeen when it was last so
 * @param calmSince since when it is no longer so, or null
 * @param resolvedAt when it was over; null while it is open
 * @param notifiedAt when receivers were last told, or came to be told
 */
public record Alert(
        long id,
        AlertRule rule,
        String subject,
        String instance,
        String dataflow,
        String audience,
        String message,
        double value,
        double threshold,
        Instant since,
        Instant lastSeen,
        @JsonIgnore Instant calmSince,
        Instant resolvedAt,
        Instant notifiedAt) {}
