package io.github.listward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A profile event as JSON. Valid by default: somebody called Ada Lovelace, without identity or membership until told so.
 *
 * <pre>anEvent().qualifying("vip-eu").by("ada@example.com").build()</pre>
 */
public final class ProfileEventBuilder {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode attributes = MAPPER.createObjectNode();
    private final ObjectNode memberships = MAPPER.createObjectNode();
    private final ObjectNode identities = MAPPER.createObjectNode();
    private ObjectNode newestMembership;
    private boolean wrapped;

    private ProfileEventBuilder() {
        with("person.name.firstName", "Ada");
        with("person.name.lastName", "Lovelace");
    }

    public static ProfileEventBuilder anEvent() {
        return new ProfileEventBuilder();
    }

    public ProfileEventBuilder qualifying(String audience) {
        return membership(audience, "realized");
    }

    public ProfileEventBuilder exiting(String audience) {
        return membership(audience, "exited");
    }

    public ProfileEventBuilder membership(String audience, String status) {
        newestMembership = memberships.withObject("/ups").putObject(audience).put("status", status);
        return this;
    }

    /** When the membership named last began. */
    public ProfileEventBuilder at(Instant lastQualificationTime) {
        newestMembership.put("lastQualificationTime", lastQualificationTime.toString());
        return this;
    }

    /** What the audience named last is called. */
    public ProfileEventBuilder called(String name) {
        newestMembership.put("name", name);
        return this;
    }

    public ProfileEventBuilder by(String... emails) {
        for (String email : emails) {
            identity("Email", email);
        }
        return this;
    }

    public ProfileEventBuilder byPrimary(String email) {
        identities.withArray("Email").addObject().put("id", email).put("primary", true);
        return this;
    }

    public ProfileEventBuilder identity(String namespace, String id) {
        identities.withArray(namespace).addObject().put("id", id);
        return this;
    }

    /** @param xdmPath nested by its dots */
    public ProfileEventBuilder with(String xdmPath, Object value) {
        parentOf(xdmPath).set(nameOf(xdmPath), MAPPER.<JsonNode>valueToTree(value));
        return this;
    }

    public ProfileEventBuilder without(String xdmPath) {
        parentOf(xdmPath).remove(nameOf(xdmPath));
        return this;
    }

    /** In the other dialect: attributes wrapped as {@code attributes.x.value}. */
    public ProfileEventBuilder wrapped() {
        wrapped = true;
        return this;
    }

    public String build() {
        ObjectNode event = MAPPER.createObjectNode();
        if (wrapped) {
            event.set("attributes", wrap(attributes));
        } else {
            event.setAll(attributes);
        }
        event.set("segmentMembership", memberships);
        event.set("identityMap", identities);
        return event.toString();
    }

    public byte[] bytes() {
        return build().getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode parentOf(String xdmPath) {
        int dot = xdmPath.lastIndexOf('.');
        return dot < 0 ? attributes : attributes.withObject("/" + xdmPath.substring(0, dot).replace('.', '/'));
    }

    private static String nameOf(String xdmPath) {
        return xdmPath.substring(xdmPath.lastIndexOf('.') + 1);
    }

    private static ObjectNode wrap(ObjectNode object) {
        ObjectNode wrapped = MAPPER.createObjectNode();
        object.properties().forEach(each -> wrapped.set(
                each.getKey(), each.getValue() instanceof ObjectNode nested ? wrap(nested) : MAPPER.createObjectNode().set("value", each.getValue())));
        return wrapped;
    }
}
