package io.github.listward.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.profile.SourceProperties.ProfileKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Reads a profile event in either of AEP's dialects: attributes at their XDM paths at the root (HTTP API, Event Hubs, Kafka) or
 * wrapped as {@code attributes.x.value} (streaming destinations); keys may carry the {@code xdm:} prefix.
 * A part that is null or of the wrong type costs only itself.
 * Source: AEP "HTTP API destination", "Destination SDK: message format", "Segmentation field group".
 *
 * <p>{@link ProfileEvent#profile()} ties the events of one profile together, so that an identity the profile no longer has can be taken
 * off its lists, and so that somebody two profiles share stays while one of them wants it. That is the Kafka record key, which producers
 * choose to keep a profile's events in order. Nothing else is taken for it: AEP sends neither a profile id nor, as a rule, a primary
 * identity, and a device id or e-mail address that changes would split a profile in two, of which one never exits.
 */
@Component
public class ProfileReader {

    private static final String MEMBERSHIPS = "segmentMembership";
    private static final String IDENTITIES = "identityMap";
    private static final String ATTRIBUTES = "attributes";
    private static final String XDM = "xdm:";

    /** An identity graph of AEP holds 50. Each may become a person, and all of them go into one record. Source: AEP "Guardrails for Identity Service". */
    static final int MOST_IDENTITIES = 1_000;

    /** What is read here is written again inside other objects, and must not be too deep for that. */
    private static final int DEEPEST = 200;

    /** Names an audience's list, in Marketo and in a database column; a longer one counts as none. */
    private static final int LONGEST_NAME = 255;

    private final ObjectReader json;
    private final IdentityHash identityHash;
    private final int largestEvent;
    private final ProfileKey profileKey;

    public ProfileReader(ObjectMapper mapper, IdentityHash identityHash, SourceProperties source) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build();
        this.json = mapper.copyWith(factory).reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.identityHash = identityHash;
        this.profileKey = source.profileKey();
        this.largestEvent = Math.toIntExact(source.maxEventSize().toBytes());
    }

    /**
     * @param value the event as JSON, UTF-8
     * @param key the Kafka record key, or null
     * @param recordedAt the Kafka record's time; also the time of memberships that carry none
     * @throws UnreadableEventException if it is no JSON object, has no membership, has too many identities, is nested too deep or too
     *     large; says which, without quoting it
     */
    public ProfileEvent read(byte[] value, byte[] key, Position position, Instant recordedAt) throws UnreadableEventException {
        ObjectNode event = parse(value);
        List<Membership> memberships = memberships(take(event, MEMBERSHIPS), recordedAt);
        List<Identity> identities = identities(take(event, IDENTITIES));
        if (event.get(ATTRIBUTES) instanceof ObjectNode wrapped) {
            event.remove(ATTRIBUTES);
            unwrap(wrapped);
            event.setAll(wrapped);
        }
        return new ProfileEvent(profile(key), position, recordedAt, memberships, identities, event);
    }

    private ObjectNode parse(byte[] value) throws UnreadableEventException {
        if (value == null || value.length == 0) {
            throw new UnreadableEventException("The event is empty");
        }
        if (value.length > largestEvent) {
            throw new UnreadableEventException("The event has %,d bytes; listward.source.max-event-size allows %,d"
                    .formatted(value.length, largestEvent));
        }
        try {
            if (json.readTree(value) instanceof ObjectNode object) {
                return object;
            }
            throw new UnreadableEventException("The event is JSON, but not an object");
        } catch (StreamConstraintsException e) {
            throw new UnreadableEventException("The event is nested too deep, or has a name or number that is too long" + at(e));
        } catch (JsonProcessingException e) {
            // Without the cause: its message quotes the event.
            throw new UnreadableEventException("The event is not JSON" + at(e));
        } catch (IOException e) {
            throw new UnreadableEventException("The event is not JSON: its encoding is not UTF-8");
        }
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (line %d, column %d)".formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static List<Membership> memberships(JsonNode byNamespace, Instant recordedAt) throws UnreadableEventException {
        if (byNamespace == null) {
            throw new UnreadableEventException("The event has no segmentMembership");
        }
        if (!byNamespace.isObject()) {
            throw new UnreadableEventException("segmentMembership is not an object");
        }
        List<Membership> memberships = new ArrayList<>();
        for (Map.Entry<String, JsonNode> namespace : byNamespace.properties()) {
            for (Map.Entry<String, JsonNode> audience : namespace.getValue().properties()) {
                memberships.add(membership(namespace.getKey(), audience.getKey(), audience.getValue(), recordedAt));
            }
        }
        if (memberships.isEmpty()) {
            throw new UnreadableEventException("segmentMembership names no audience");
        }
        return memberships;
    }

    /** What is no object, or has no status, gets an empty status: it is somebody's membership, and is refused where it can be reported. */
    private static Membership membership(String namespace, String audience, JsonNode entry, Instant recordedAt) {
        String status = text(get(entry, "status"));
        Instant at = EventTime.parse(get(entry, "lastQualificationTime"));
        String name = text(get(entry, "name"));
        return new Membership(namespace, audience, status == null ? "" : status, at == null ? recordedAt : at,
                name == null || name.length() > LONGEST_NAME ? null : name);
    }

    private static List<Identity> identities(JsonNode byNamespace) throws UnreadableEventException {
        List<Identity> identities = new ArrayList<>();
        if (byNamespace != null) {
            for (Map.Entry<String, JsonNode> namespace : byNamespace.properties()) {
                String code = Identity.canonicalNamespace(withoutPrefix(namespace.getKey()));
                for (JsonNode identity : namespace.getValue()) {
                    String id = id(get(identity, "id"));
                    if (id != null && id.length() <= Identity.LONGEST) {
                        identities.add(new Identity(code, id, isTrue(get(identity, "primary"))));
                    }
                }
            }
        }
        if (identities.size() > MOST_IDENTITIES) {
            throw new UnreadableEventException("The event has %,d identities; %,d are read".formatted(identities.size(), MOST_IDENTITIES));
        }
        return identities;
    }

    private String profile(byte[] key) {
        if (profileKey == ProfileKey.NONE || key == null || key.length == 0) {
            return "";
        }
        // ISO 8859-1 gives every byte its own character: keys that are no text stay apart.
        return identityHash.of("key", new String(key, StandardCharsets.ISO_8859_1));
    }

    /** Replaces every {@code {"value": x}} by x, at any depth, and drops what has no value. */
    private static void unwrap(ObjectNode attributes) {
        Iterator<Map.Entry<String, JsonNode>> entries = attributes.properties().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            if (entry.getValue() instanceof ObjectNode object) {
                JsonNode value = object.size() == 1 ? object.get("value") : null;
                if (object.isEmpty()) {
                    entries.remove();
                } else if (value != null) {
                    entry.setValue(value);
                } else {
                    unwrap(object);
                }
            }
        }
    }

    private static JsonNode take(ObjectNode event, String name) {
        JsonNode plain = event.remove(name);
        JsonNode node = plain == null ? event.remove(XDM + name) : plain;
        return node == null || node.isNull() ? null : node;
    }

    private static JsonNode get(JsonNode object, String name) {
        JsonNode plain = object.get(name);
        return plain == null && !object.isEmpty() ? object.get(XDM + name) : plain;
    }

    private static String withoutPrefix(String name) {
        return name.startsWith(XDM) ? name.substring(XDM.length()) : name;
    }

    private static String id(JsonNode node) {
        return node != null && node.isIntegralNumber() ? node.asText() : text(node);
    }

    private static boolean isTrue(JsonNode node) {
        return node != null && node.asBoolean();
    }

    /** @return the text, trimmed, or null if there is none */
    private static String text(JsonNode node) {
        if (node == null || !node.isTextual()) {
            return null;
        }
        String text = node.textValue().strip();
        return text.isEmpty() ? null : text;
    }
}
