package io.github.listward.demo;

import java.time.Instant;

/** A profile event as AEP's HTTP API and Event Hubs destinations write it. */
final class AepEvent {

    private AepEvent() {}

    /** @param status e.g. {@code realized} or {@code exited} */
    static String of(Audience audience, String status, String firstName, String lastName, String email) {
        return """
                {"person":{"name":{"firstName":"%s","lastName":"%s"}},\
                "segmentMembership":{"%s":{"%s":{"status":"%s","lastQualificationTime":"%s"}}},\
                "identityMap":{"Email":[{"id":"%s"}]}}"""
                .formatted(firstName, lastName, audience.namespace(), audience.id(), status, Instant.now(), email);
    }

    static String keyOf(String email) {
        return "profile-of-" + email;
    }
}
