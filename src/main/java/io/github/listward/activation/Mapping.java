package io.github.listward.activation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.listward.destination.MappingRow;
import io.github.listward.profile.Identity;
import io.github.listward.profile.ProfileEvent;
import java.util.List;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Maps a profile's attributes and identities to Marketo fields. Values stay as the event has them:
 * they are fitted to the field's type where Describe is known, at delivery.
 */
@Component("mapping")
class Mapping {

    private final Exclusions exclusions;

    Mapping(Exclusions exclusions) {
        this.exclusions = exclusions;
    }

    void map(MembershipEvent event, Exchange exchange) {
        if (event.isWithoutPeople()) {
            return; // nobody to tell anything about: those the profile once had exit
        }
        List<String> matchKeys = event.activation().destination().matchKeys();
        for (MappingRow row : event.activation().dataflow().mapping()) {
            if (matchKeys.contains(row.field())) {
                continue; // goes along as the person's key
            }
            JsonNode value = row.isIdentity() ? identity(event, row) : ProfileEvent.at(event.attributesToRead(), row.source());
            if (value != null) {
                event.getFields().put(row.field(), value);
            } else if (row.mandatory()) {
                exclusions.exclude(exchange, event, Reason.MISSING_ATTRIBUTE);
                return;
            }
        }
    }

    private static JsonNode identity(MembershipEvent event, MappingRow row) {
        List<Identity> identities = event.profile().identities(row.namespace());
        return identities.isEmpty() ? null : TextNode.valueOf(identities.get(0).value());
    }
}
