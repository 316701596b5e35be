package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Folders. Source: Marketo "Folders" and Adobe's swagger for assets. */
final class FolderAssets {

    private static final int MAX_NAME = 255;
    private static final int MAX_DESCRIPTION = 2000;

    private final Subscription marketo;

    FolderAssets(Subscription marketo) {
        this.marketo = marketo;
    }

    /** Every folder of that name, in all workspaces unless one is named. */
    ObjectNode byName(Call call) {
        String name = call.required("name");
        String workspace = call.parameter("workSpace");
        Folder root = reference(marketo, call, "root");
        return answer(marketo.folders.all().stream()
                .filter(folder -> folder.name().equals(name))
                .filter(folder -> workspace == null || folder.workspace().equals(workspace))
                .filter(folder -> root == null || depth(folder, root) >= 0)
                .filter(folder -> isFolder(call.parameter("type")))
                .toList());
    }

    ObjectNode byId(Call call) {
        Folder folder = isFolder(call.required("type")) ? marketo.folders.get(call.id()) : null;
        return answer(folder == null ? List.of() : List.of(folder));
    }

    ObjectNode browse(Call call) {
        Folder root = reference(marketo, call, "root");
        String workspace = call.parameter("workSpace");
        int maxDepth = call.number("maxDepth", 2, 1, Integer.MAX_VALUE);
        return answer(marketo.folders.all().stream()
                .filter(folder -> workspace == null || folder.workspace().equals(workspace))
                .filter(folder -> depth(folder, root) >= 0 && depth(folder, root) <= maxDepth)
                .skip(call.number("offset", 0, 0, Integer.MAX_VALUE))
                .limit(call.number("maxReturn", StaticListAssets.DEFAULT_PAGE, 1, StaticListAssets.MAX_PAGE))
                .toList());
    }

    ObjectNode create(Call call) {
        String name = name(call);
        Folder parent = reference(marketo, call, "parent");
        if (parent == null) {
            throw new Refusal("701", "parent cannot be blank");
        }
        String description = call.parameter("description") == null ? "" : call.parameter("description");
        if (description.length() > MAX_DESCRIPTION) {
            throw new Refusal("701", "description cannot exceed more than " + MAX_DESCRIPTION + " characters");
        }
        if (marketo.folders.all().stream().anyMatch(folder -> parent.equals(folder.parent()) && folder.name().equalsIgnoreCase(name))) {
            throw new Refusal("709", "Folder with the same name already exists");
        }
        return answer(List.of(marketo.folders.create(name, description, parent)));
    }

    /** @throws Refusal 701 if it is blank or too long. Source: Marketo "Error Codes", 701. */
    static String name(Call call) {
        String name = call.parameter("name");
        if (name == null) {
            throw new Refusal("701", "name cannot be blank");
        }
        if (name.length() > MAX_NAME) {
            throw new Refusal("701", "name cannot exceed more than " + MAX_NAME + " characters");
        }
        return name;
    }

    /**
     * The folder a parameter means ({@code {"id":12,"type":"Folder"}}), or null without that parameter.
     *
     * @throws Refusal 609 if it is no JSON, 710 if there is no such folder, 711 if it is neither Folder nor Program
     */
    static Folder reference(Subscription marketo, Call call, String parameter) {
        String text = call.parameter(parameter);
        if (text == null) {
            return null;
        }
        JsonNode reference = Json.read(text.getBytes(StandardCharsets.UTF_8));
        String type = reference.path("type").asText();
        if (!isFolder(type) && !type.equals("Program")) {
            throw new Refusal("711", "Folder type mismatch");
        }
        Folder folder = isFolder(type) && reference.path("id").canConvertToLong() ? marketo.folders.get(reference.path("id").asLong()) : null;
        if (folder == null) {
            throw new Refusal("710", "Parent folder not found");
        }
        return folder;
    }

    /** Both casings occur in Marketo's own answers. */
    private static boolean isFolder(String type) {
        return type == null || type.equalsIgnoreCase("Folder");
    }

    /** How far below the root, or -1 if it is not below it; the top is 0 below itself. */
    private static int depth(Folder folder, Folder root) {
        int depth = 0;
        for (Folder at = folder; at != null; at = at.parent()) {
            if (at.equals(root)) {
                return depth;
            }
            depth++;
        }
        return root == null ? depth : -1;
    }

    /** A moment as the Asset API writes it: with both Z and an offset (recorded). */
    static String written(Instant moment) {
        return FieldType.written(moment) + "+0000";
    }

    private static ObjectNode answer(List<Folder> folders) {
        ArrayNode items = Json.array();
        folders.forEach(folder -> items.add(item(folder)));
        return Envelope.assets(items);
    }

    private static ObjectNode item(Folder folder) {
        ObjectNode item = Json.object()
                .put("name", folder.name())
                .put("description", folder.description())
                .put("createdAt", written(folder.createdAt()))
                .put("updatedAt", written(folder.createdAt()))
                .put("url", "https://app-sj01.marketo.com/#CF" + folder.id() + "A1");
        item.putObject("folderId").put("id", folder.id()).put("type", "Folder");
        item.put("folderType", folder.folderType());
        if (folder.parent() != null) {
            item.putObject("parent").put("id", folder.parent().id()).put("type", "Folder");
        }
        return item.put("path", folder.path())
                .put("isArchive", false)
                .put("isSystem", folder.system())
                .put("accessZoneId", 1)
                .put("workspace", folder.workspace())
                .put("id", folder.id());
    }
}
