package io.github.listward.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** A profile event as AEP's HTTP API and Event Hubs destinations write it. */
final class AepEvent {

    private AepEvent() {}

    /**
     * @param status e.g. {@code realized} or {@code exited}
     * @param birthDate as typed, or null
     */
    static String of(Audience audience, String status, String firstName, String lastName, String birthDate, String email) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ObjectNode person = event.putObject("person");
        person.putObject("name").put("firstName", firstName).put("lastName", lastName);
        if (birthDate != null) {
            person.put("birthDate", birthDate);
        }
        event.putObject("segmentMembership").putObject(audience.namespace()).putObject(audience.id())
                .put("status", status)
                .put("lastQualificationTime", Instant.now().toString());
        event.putObject("identityMap").putArray("Email").addObject().put("id", email);
        return event.toString();
    }

    static String keyOf(String email) {
        return "profile-of-" + email;
    }
}
