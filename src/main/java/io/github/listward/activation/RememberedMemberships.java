package io.github.listward.activation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.profile.Identity;
import io.github.listward.profile.IdentityHash;
import io.github.listward.profile.Membership;
import io.github.listward.profile.Position;
import io.github.listward.profile.ProfileEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Writes and reads {@link RememberedMembership} as the records of the memberships topic. */
@Component
public class RememberedMemberships {

    private static final Pattern POSITION = Pattern.compile("(.+)-(\\d+)@(\\d+)");

    private final ObjectMapper mapper;
    private final IdentityHash hash;

    public RememberedMemberships(ObjectMapper mapper, IdentityHash hash) {
        this.mapper = mapper;
        this.hash = hash;
    }

    /**
     * Audience and profile; a profile that has no key of its own goes by its smallest identity.
     *
     * @return null for a profile nobody can ever be found by
     */
    String key(RememberedMembership remembered) {
        String owner = owner(remembered.profile());
        Membership membership = remembered.membership();
        return owner == null ? null : escaped(membership.namespace()) + "/" + escaped(membership.audience()) + "/" + owner;
    }

    private String owner(ProfileEvent profile) {
        if (!profile.profile().isEmpty()) {
            return profile.profile();
        }
        return profile.identities().stream()
                .min(Comparator.comparing(Identity::namespace).thenComparing(Identity::value))
                .map(identity -> hash.of(identity.namespace(), identity.value()))
                .orElse(null);
    }

    /** The audience a record of this key is of, without reading the record; null if the key does not say. */
    public static String audienceOf(byte[] key) {
        String[] parts = key == null ? new String[0] : new String(key, StandardCharsets.UTF_8).split("/", -1);
        return parts.length == 3 ? unescaped(parts[1]) : null;
    }

    private static String escaped(String part) {
        return part.replace("%", "%25").replace("/", "%2F");
    }

    private static String unescaped(String part) {
        return part.replace("%2F", "/").replace("%25", "%");
    }

    byte[] write(RememberedMembership remembered) {
        ProfileEvent profile = remembered.profile();
        Membership membership = remembered.membership();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = mapper.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", MembershipChange.VERSION);
            json.writeStringField("source", profile.position().toString());
            json.writeStringField("recordedAt", profile.recordedAt().toString());
            json.writeStringField("profile", profile.profile());
            json.writeStringField("namespace", membership.namespace());
            json.writeStringField("audience", membership.audience());
            json.writeStringField("name", membership.name());
            json.writeStringField("status", membership.qualified() ? "realized" : "exited");
            json.writeStringField("at", membership.at().toString());
            json.writeArrayFieldStart("identities");
            for (Identity identity : profile.identities()) {
                json.writeStartObject();
                json.writeStringField("namespace", identity.namespace());
                json.writeStringField("id", identity.value());
                json.writeBooleanField("primary", identity.primary());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeFieldName("attributes");
            json.writeTree(profile.attributes());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException for what another version or somebody else wrote: nothing of it may be skipped */
    public RememberedMembership read(byte[] value) {
        try {
            JsonNode json = mapper.readTree(value);
            int version = json.path("version").asInt();
            if (version != MembershipChange.VERSION) {
                throw new IllegalStateException("A remembered membership of version " + version + " was found; this Listward reads version "
                        + MembershipChange.VERSION + ". Settle with the version that wrote it.");
            }
            List<Identity> identities = new ArrayList<>();
            for (JsonNode identity : json.path("identities")) {
                identities.add(new Identity(text(identity, "namespace"), text(identity, "id"), identity.path("primary").asBoolean()));
            }
            Membership membership = new Membership(
                    text(json, "namespace"), text(json, "audience"), text(json, "status"), Instant.parse(text(json, "at")), json.path("name").textValue());
            return new RememberedMembership(new ProfileEvent(text(json, "profile"), position(text(json, "source")), Instant.parse(text(json, "recordedAt")),
                    List.of(membership), List.copyOf(identities), (ObjectNode) json.required("attributes")));
        } catch (IOException | IllegalArgumentException | ClassCastException | DateTimeParseException e) {
            throw new IllegalStateException("A record of the memberships topic is no membership: " + e.getClass().getSimpleName() + ".");
        }
    }

    private static String text(JsonNode json, String name) {
        JsonNode text = json.required(name);
        if (!text.isTextual()) {
            throw new IllegalArgumentException(name);
        }
        return text.textValue();
    }

    private static Position position(String text) {
        Matcher parts = POSITION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("source");
        }
        return new Position(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
    }
}
