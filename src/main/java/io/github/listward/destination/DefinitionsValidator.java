package io.github.listward.destination;

import io.github.listward.marketo.Instance;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds everything wrong with definitions that can be seen without asking Marketo. */
class DefinitionsValidator {

    /** Ids go into consumer groups, metrics and URLs. */
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST_ID = 60;

    /** UUIDs of Segmentation Service and external audience ids; the latter have no dash at AEP, but may have at another CDP. Source: AEP "Audience Portal". */
    private static final Pattern AUDIENCE_ID = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9_$-]{0,254}");

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern XDM_PATH = Pattern.compile("[^\\s.]+(\\.[^\\s.]+)*");

    /** Source: Marketo REST API, "Marketo Integration Best Practices". */
    private static final int CALLS_PER_WINDOW = 100;
    private static final int CONCURRENT_CALLS = 10;

    /** Percent. */
    private static final int MOST_RESERVED = 50;

    private static final int LONGEST_LIST_NAME = 255;

    /** Source: AEP "Guardrails for activation". */
    private static final int RECOMMENDED_AUDIENCES = 250;
    private static final int RECOMMENDED_ATTRIBUTES = 50;

    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Map<String, Destination> destinations = new HashMap<>();
    private final Set<String> instances = new HashSet<>();

    DefinitionsValidator(DefinitionsProperties properties) {
        present("listward.instances", properties.instances(), "Define at least one Marketo instance: munchkin-id, client-id and client-secret");
        present("listward.destinations", properties.destinations(), "Define at least one destination: id and instance");
        present("listward.dataflows", properties.dataflows(), "Define at least one dataflow: id, destination, audiences and mapping");
        instances(properties.instances());
        destinations(properties.destinations());
        dataflows(properties.dataflows());
        lists(properties.dataflows());
    }

    /** What must not start; in the order of the configuration. */
    List<Problem> problems() {
        return problems;
    }

    /** What may start, though AEP advises against it. */
    List<Problem> warnings() {
        return warnings;
    }

    private void instances(List<Instance> definitions) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < definitions.size(); i++) {
            Instance instance = definitions.get(i);
            String path = "listward.instances[" + i + "]";
            if (!Instance.hasMunchkinForm(instance.munchkinId())) {
                problem(path + ".munchkin-id", instance.munchkinId() == null ? "is missing" : "is not a munchkin id",
                        "Write it as Marketo shows it under Admin, Munchkin: three digits, three capitals, three digits, e.g. 123-ABC-456");
            }
            unique(seen, instance.munchkinId(), path + ".munchkin-id", "Define each instance once; destinations may share it");
            instances.add(instance.munchkinId());
            baseUrl(path + ".base-url", instance.baseUrl());
            filled(path + ".client-id", instance.clientId(), "Give the client id of the custom service (Marketo: Admin, LaunchPoint, View Details)");
            if (instance.clientSecret() == null) {
                problem(path + ".client-secret", "is missing", "Give the client secret, best by an environment variable");
            }
            range(path + ".calls-per-window", instance.callsPerWindow(), CALLS_PER_WINDOW, "Marketo allows 100 calls in any 20 seconds to all integrations together");
            range(path + ".concurrent-calls", instance.concurrentCalls(), CONCURRENT_CALLS, "Marketo allows 10 calls at a time to all integrations together");
            range(path + ".daily-quota", instance.dailyQuota(), Integer.MAX_VALUE, "Give the calls a day the instance was sold with, e.g. 50000 (Marketo: Admin, Web Services)");
            range(path + ".daily-calls", instance.dailyCalls(), Integer.MAX_VALUE, "Give Listward's share of the instance's daily quota, e.g. 25000");
            if (instance.dailyCalls() > instance.dailyQuota()) {
                problem(path + ".daily-calls", "is " + instance.dailyCalls() + ", more than the daily-quota of " + instance.dailyQuota(),
                        "Give Listward a share of the quota, or correct daily-quota to what Marketo shows under Admin, Web Services");
            }
            if (instance.removalsReserve() < 0 || instance.removalsReserve() > MOST_RESERVED) {
                problem(path + ".removals-reserve", "is " + instance.removalsReserve(),
                        "Keep 0 to %d percent of daily-calls for removals".formatted(MOST_RESERVED));
            }
        }
    }

    /** Missing only beside a bad munchkin id, which is reported already. */
    private void baseUrl(String path, URI url) {
        if (url == null) {
            return;
        }
        String remedy = "Leave it out, or write https://<host>, as Marketo shows it under Admin, Web Services, Endpoint";
        if (url.getHost() == null || url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
            problem(path, "is not the URL of a host", remedy);
        } else if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && LOOPBACK.matcher(url.getHost()).matches())) {
            problem(path, "is not https, and would send the client secret in clear text", remedy);
        }
    }

    private void destinations(List<Destination> definitions) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < definitions.size(); i++) {
            Destination destination = definitions.get(i);
            String path = "listward.destinations[" + i + "]";
            id(path + ".id", destination.id(), seen);
            destinations.putIfAbsent(destination.id(), destination);
            reference(path + ".instance", destination.instance(), instances, "a munchkin-id of listward.instances");
            filled(path + ".workspace", destination.workspace(), "Name the workspace of the lists, or leave it out for Default");
            filled(path + ".partition", destination.partition(), "Name the partition of new people, or leave it out for Default");
            List<String> keys = destination.matchKeys();
            if (keys.isEmpty() || keys.stream().anyMatch(String::isBlank) || new HashSet<>(keys).size() < keys.size()) {
                problem(path + ".match-keys", "is empty, or has an empty or repeated field", "Name each searchable Marketo field once, e.g. email");
            }
        }
    }

    private void dataflows(List<Dataflow> definitions) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < definitions.size(); i++) {
            Dataflow dataflow = definitions.get(i);
            String path = "listward.dataflows[" + i + "]";
            id(path + ".id", dataflow.id(), seen);
            reference(path + ".destination", dataflow.destination(), destinations.keySet(), "an id of listward.destinations");
            present(path + ".audiences", dataflow.audiences(), "Activate at least one audience, by the id its events carry");
            audiences(path + ".audiences", dataflow.audiences());
            mapping(path + ".mapping", dataflow.mapping(), destinations.get(dataflow.destination()));
        }
    }

    private void audiences(String path, List<Audience> audiences) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < audiences.size(); i++) {
            Audience audience = audiences.get(i);
            String at = path + "[" + i + "]";
            if (audience.id() == null || !AUDIENCE_ID.matcher(audience.id()).matches()) {
                problem(at + ".id", audience.id() == null ? "is missing" : "is not an audience id",
                        "Copy it from AEP: a UUID, or the external audience id of letters, digits, _ and $");
            }
            unique(seen, audience.id(), at + ".id", "Activate an audience once per dataflow");
            listName(at + ".name", audience.listName() == null ? audience.name() : null);
            listName(at + ".list-name", audience.listName());
            if (audience.listId() != null && audience.listId() < 1) {
                problem(at + ".list-id", "is not the id of a list", "Copy the digits of the list's address in Marketo: 1021 in #ST1021A1");
            }
            if (audience.folder() != null && !audience.folder().startsWith("/")) {
                problem(at + ".folder", "is not a path", "Write it from the top, e.g. /Lead Database/Default/Group Lists");
            }
            if (audience.start() != null && audience.end() != null && !audience.end().isAfter(audience.start())) {
                problem(at + ".end", "is not after the start", "Give the first moment the audience is no longer activated");
            }
        }
        if (audiences.size() > RECOMMENDED_AUDIENCES) {
            warnings.add(new Problem(path, "has " + audiences.size() + " audiences", "AEP recommends at most 250 per dataflow"));
        }
    }

    private void listName(String path, String name) {
        if (name == null) {
            return;
        }
        if (name.isBlank() || name.length() > LONGEST_LIST_NAME) {
            problem(path, name.isBlank() ? "is empty" : "has " + name.length() + " characters", "A list's name has 1 to 255 characters");
        } else if (name.contains(",")) {
            problem(path, "has a comma", "Leave commas out: Marketo cannot find a list with one in its name");
        }
    }

    private void mapping(String path, List<MappingRow> rows, Destination destination) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            MappingRow row = rows.get(i);
            String at = path + "[" + i + "]";
            if (row.source() == null || (row.isIdentity() ? row.namespace().isBlank() : !XDM_PATH.matcher(row.source()).matches())) {
                problem(at + ".source", row.source() == null ? "is missing" : "is neither a path nor a namespace",
                        "Write an XDM path, e.g. person.name.firstName, or a namespace, e.g. identityMap.Email");
            }
            filled(at + ".field", row.field(), "Give the REST name of a Marketo field, e.g. firstName");
            unique(seen, row.field(), at + ".field", "Map each Marketo field once");
        }
        if (destination != null) {
            neededFields(path, seen.keySet(), destination);
        }
        long attributes = rows.stream().filter(row -> row.source() != null && !row.isIdentity()).count();
        if (attributes > RECOMMENDED_ATTRIBUTES) {
            warnings.add(new Problem(path, "has " + attributes + " attributes", "AEP recommends at most 50 per destination"));
        }
    }

    private void neededFields(String path, Set<String> mapped, Destination destination) {
        String unfed = destination.matchKeys().stream().filter(key -> !mapped.contains(key)).collect(Collectors.joining(", "));
        if (!unfed.isEmpty()) {
            problem(path, "feeds no " + unfed + ", by which destination " + destination.id() + " looks people up",
                    "Add a row for each match key, e.g. source: identityMap.Email, field: email");
        }
        if (destination.creates() && !mapped.containsAll(Set.of("firstName", "lastName"))) {
            problem(path, "does not feed firstName and lastName, which destination " + destination.id() + " needs to create people",
                    "Map both, e.g. from person.name.firstName and person.name.lastName, or use person-action: match-existing");
        }
    }

    /** One list is fed by one audience of one dataflow: two would take each other's members off it. */
    private void lists(List<Dataflow> dataflows) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < dataflows.size(); i++) {
            Destination destination = destinations.get(dataflows.get(i).destination());
            if (destination == null || !destination.syncType().lists()) {
                continue;
            }
            List<Audience> audiences = dataflows.get(i).audiences();
            for (int j = 0; j < audiences.size(); j++) {
                Audience audience = audiences.get(j);
                String path = "listward.dataflows[" + i + "].audiences[" + j + "]";
                String remedy = "Give each audience a list of its own";
                if (audience.listId() != null) {
                    unique(seen, String.join("\n", "id", destination.instance(), audience.listId().toString()), path + ".list-id", remedy);
                } else if (audience.definedListName() != null) {
                    String name = audience.definedListName().strip().toLowerCase(Locale.ROOT);
                    unique(seen, String.join("\n", "name", destination.instance(), destination.workspace(), name),
                            path + (audience.listName() == null ? ".name" : ".list-name"), remedy);
                }
            }
        }
    }

    private void present(String path, List<?> definitions, String remedy) {
        if (definitions.isEmpty()) {
            problem(path, "is empty", remedy);
        }
    }

    private void id(String path, String id, Map<String, String> seen) {
        if (id == null || id.length() > LONGEST_ID || !ID.matcher(id).matches()) {
            problem(path, id == null ? "is missing" : "is not an id",
                    "Use lower-case letters, digits and single dashes, a letter first, at most 60 characters, e.g. eu-nurture");
        }
        unique(seen, id, path, "Give each its own");
    }

    private void unique(Map<String, String> seen, String value, String path, String remedy) {
        String first = value == null ? null : seen.putIfAbsent(value, path);
        if (first != null) {
            problem(path, "is the same as " + first, remedy);
        }
    }

    private void reference(String path, String value, Set<String> known, String what) {
        if (value == null || !known.contains(value)) {
            String names = known.stream().filter(Objects::nonNull).sorted().collect(Collectors.joining(", "));
            problem(path, value == null ? "is missing" : "refers to " + value + ", which is not defined",
                    names.isEmpty() ? "Define it as " + what : "Use " + what + ": " + names);
        }
    }

    private void filled(String path, String value, String remedy) {
        if (value == null || value.isBlank()) {
            problem(path, value == null ? "is missing" : "is empty", remedy);
        }
    }

    private void range(String path, int value, int highest, String remedy) {
        if (value < 1 || value > highest) {
            problem(path, "is " + value, "%s. Use %s".formatted(remedy, highest == Integer.MAX_VALUE ? "1 or more" : "1 to " + highest));
        }
    }

    private void problem(String path, String problem, String remedy) {
        problems.add(new Problem(path, problem, remedy));
    }
}
