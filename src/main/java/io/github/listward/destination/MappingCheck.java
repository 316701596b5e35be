package io.github.listward.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Holds a dataflow against the fields its instance has. */
public final class MappingCheck {

    private MappingCheck() {}

    /** @return what Marketo would refuse; empty when it would refuse nothing */
    public static List<Problem> check(Dataflow dataflow, Destination destination, Describe describe) {
        List<Problem> problems = new ArrayList<>();
        for (String key : destination.matchKeys()) {
            if (!describe.isSearchable(key)) {
                problems.add(notSearchable("listward.destinations[" + destination.id() + "].match-keys", key, describe));
            }
        }
        for (int i = 0; i < dataflow.mapping().size(); i++) {
            MappingRow row = dataflow.mapping().get(i);
            String path = "listward.dataflows[" + dataflow.id() + "].mapping[" + i + "].field";
            Describe.Field field = describe.field(row.field());
            if (field == null) {
                problems.add(unknown(path, row.field(), describe));
            } else if (row.isIdentity() && !describe.isSearchable(row.field())) {
                problems.add(notSearchable(path, row.field(), describe));
            } else if (!field.updateable() && !destination.matchKeys().contains(row.field())) {
                problems.add(new Problem(path, "names " + row.field() + ", which Marketo lets nobody write", "Remove the row, or map to a field that can be written"));
            }
        }
        return problems;
    }

    private static Problem unknown(String path, String name, Describe describe) {
        return new Problem(path, "names " + name + ", which the instance does not have",
                NearestName.to(name, describe.fields().keySet())
                        .map("Did you mean %s?"::formatted)
                        .orElse("Use a REST name (Marketo: Admin, Field Management, Export Field Names)"));
    }

    private static Problem notSearchable(String path, String key, Describe describe) {
        if (describe.field(key) == null) {
            return unknown(path, key, describe);
        }
        String searchable = describe.searchable().stream().sorted().collect(Collectors.joining(", "));
        return new Problem(path, "names " + key + ", by which Marketo looks nobody up", "Use one of " + searchable);
    }
}
