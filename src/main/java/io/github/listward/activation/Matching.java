package io.github.listward.activation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.activation.Person.MatchKey;
import io.github.listward.destination.Dataflow.Identities;
import io.github.listward.destination.MappingRow;
import io.github.listward.profile.Identity;
import io.github.listward.profile.IdentityHash;
import io.github.listward.profile.ProfileEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Finds the people of a profile: by the first match key the profile has, one person per value, as
 * the dataflow's identity rule chooses. Further match keys go along with their first value.
 */
@Component
class Matching {

    private final IdentityHash hash;

    Matching(IdentityHash hash) {
        this.hash = hash;
    }

    List<Person> people(MembershipEvent event) {
        List<MatchKey> first = List.of();
        List<MatchKey> others = new ArrayList<>();
        for (String field : event.activation().destination().matchKeys()) {
            List<MatchKey> keys = keys(event, field);
            if (first.isEmpty()) {
                first = keys;
            } else if (!keys.isEmpty()) {
                others.add(keys.get(0));
            }
        }
        Map<String, Person> people = new LinkedHashMap<>();
        for (MatchKey key : first) {
            List<MatchKey> all = new ArrayList<>(others.size() + 1);
            all.add(key);
            all.addAll(others);
            String id = hash.of(key.field(), key.value());
            people.putIfAbsent(id, new Person(id, all));
        }
        return List.copyOf(people.values());
    }

    private static List<MatchKey> keys(MembershipEvent event, String field) {
        List<MatchKey> keys = new ArrayList<>(2);
        for (MappingRow row : event.activation().dataflow().mapping()) {
            if (!row.field().equals(field)) {
                continue;
            }
            if (row.isIdentity()) {
                for (Identity identity : chosen(event.profile(), row.namespace(), event.activation().dataflow().identities())) {
                    keys.add(new MatchKey(field, identity.value()));
                }
            } else {
                JsonNode value = ProfileEvent.at(event.attributesToRead(), row.source());
                String text = value == null || !value.isValueNode() ? "" : value.asText().strip();
                if (!text.isEmpty() && text.length() <= Identity.LONGEST) {
                    keys.add(new MatchKey(field, text));
                }
            }
        }
        return keys;
    }

    private static List<Identity> chosen(ProfileEvent profile, String namespace, Identities rule) {
        List<Identity> all = profile.identities(namespace);
        if (all.size() <= 1 || rule == Identities.ALL) {
            return all;
        }
        if (rule == Identities.PRIMARY) {
            for (Identity identity : all) {
                if (identity.primary()) {
                    return List.of(identity);
                }
            }
        }
        return all.subList(0, 1);
    }
}
