package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Static lists as assets. Source: Marketo "Static Lists" and Adobe's swagger for assets. */
final class StaticListAssets {

    static final int DEFAULT_PAGE = 20;
    static final int MAX_PAGE = 200;

    private final Subscription marketo;
    private final BulkImports imports;

    StaticListAssets(Subscription marketo, BulkImports imports) {
        this.marketo = marketo;
        this.imports = imports;
    }

    ObjectNode create(Call call) {
        String name = FolderAssets.name(call);
        Folder folder = FolderAssets.reference(marketo, call, "folder");
        if (folder == null) {
            throw new Refusal("701", "folder cannot be blank");
        }
        if (!folder.holdsLists()) {
            throw new Refusal("711", "Folder type mismatch");
        }
        refuseDuplicate(name, folder.workspace());
        return answer(List.of(marketo.lists.create(name, call.parameter("description"), folder)));
    }

    ObjectNode browse(Call call) {
        Folder folder = FolderAssets.reference(marketo, call, "folder");
        Instant from = moment(call, "earliestUpdatedAt", Instant.MIN);
        Instant to = moment(call, "latestUpdatedAt", Instant.MAX);
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        return answer(marketo.lists.all().stream()
                .filter(list -> folder == null || list.folder.id() == folder.id())
                .filter(list -> !list.updatedAt.isBefore(from) && !list.updatedAt.isAfter(to))
                .skip(offset)
                .limit(call.number("maxReturn", DEFAULT_PAGE, 1, MAX_PAGE))
                .toList());
    }

    /** A name with a comma in it is never found. Source: Marketo's archived release notes. */
    ObjectNode byName(Call call) {
        String name = call.required("name");
        return answer(name.contains(",") ? List.of() : marketo.lists.named(name));
    }

    ObjectNode byId(Call call) {
        return answer(marketo.lists.all().stream().filter(list -> list.id == call.id()).toList());
    }

    ObjectNode update(Call call) {
        StaticList list = existing(call);
        String name = call.parameter("name");
        if (name != null && !name.equalsIgnoreCase(list.name)) {
            refuseDuplicate(FolderAssets.name(call), list.workspace());
        }
        marketo.lists.rename(list, name, call.parameter("description"));
        return answer(List.of(list));
    }

    ObjectNode delete(Call call) {
        StaticList list = existing(call);
        if (imports.isImportingTo(list)) {
            // Refused, by the documentation; the code is not documented. Source: Marketo "Static Lists", Delete.
            throw new Refusal("1022", "Static List is in use");
        }
        marketo.lists.delete(list.id);
        return Envelope.assets(Json.array().add(Json.object().put("id", list.id)));
    }

    private StaticList existing(Call call) {
        return marketo.lists.all().stream()
                .filter(list -> list.id == call.id())
                .findFirst()
                .orElseThrow(() -> new Refusal("702", "Static List not found"));
    }

    /** Source: Marketo's archived release notes, July 2020. Names are unique in a workspace: clients report equal ones across workspaces. */
    private void refuseDuplicate(String name, String workspace) {
        if (marketo.lists.named(name).stream().anyMatch(list -> list.workspace().equals(workspace))) {
            throw new Refusal("709", "Static List with the same name already exists");
        }
    }

    private static Instant moment(Call call, String parameter, Instant absent) {
        try {
            return call.parameter(parameter) == null ? absent : OffsetDateTime.parse(call.parameter(parameter)).toInstant();
        } catch (DateTimeException e) {
            throw new Refusal("704", "Invalid date for parameter '" + parameter + "'");
        }
    }

    private static ObjectNode answer(List<StaticList> lists) {
        ArrayNode items = Json.array();
        lists.forEach(list -> items.add(item(list)));
        return Envelope.assets(items);
    }

    private static ObjectNode item(StaticList list) {
        ObjectNode item = Json.object().put("id", list.id).put("name", list.name);
        if (list.description != null) {
            item.put("description", list.description);
        }
        item.put("createdAt", FolderAssets.written(list.createdAt)).put("updatedAt", FolderAssets.written(list.updatedAt));
        item.putObject("folder").put("id", list.folder.id()).put("type", "Folder");
        return item.put("computedUrl", "https://app-sj01.marketo.com/#ST" + list.id + "A1").put("workspace", list.workspace());
    }
}
