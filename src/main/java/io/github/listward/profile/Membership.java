package io.github.listward.profile;

import java.time.Instant;

/**
 * One entry of {@code segmentMembership}.
 *
 * @param namespace first-level key, as sent, e.g. {@code ups} or {@code CustomerAudienceUpload}
 * @param audience audience id or external audience id
 * @param status status as sent; presence alone means nothing
 * @param at {@code lastQualificationTime}; where absent or unusable, the record's own time
 * @param name the audience's name, or null when the event carries none
 */
public record Membership(String namespace, String audience, String status, Instant at, String name) {

    /** {@code realized}, and {@code existing} as older payloads say. */
    public boolean qualified() {
        return "realized".equalsIgnoreCase(status) || "existing".equalsIgnoreCase(status);
    }

    /** {@code exited}, and {@code exiting} as some of AEP's pages word the same event. */
    public boolean exited() {
        return "exited".equalsIgnoreCase(status) || "exiting".equalsIgnoreCase(status);
    }
}
