package io.github.listward.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A folder of assets. Several may have one name: path and workspace tell them apart. Source: Marketo "Folders".
 *
 * @param type {@code Folder} or {@code Program}, in whatever case
 * @param path from the root, e.g. {@code /Lead Database/Default/Group Lists}
 */
public record Folder(long id, String type, String name, String path, String workspace) {

    /** The folders of that name, in the workspace if one is given. */
    public static MarketoRequest requestByName(String instance, String name, String workspace) {
        Map.Entry<String, String> named = Map.entry("name", name);
        // Spelt workSpace here, unlike anywhere else. Source: Marketo Asset API, Get Folder by Name.
        return MarketoRequest.get(instance, "find-folder", "/rest/asset/v1/folder/byName.json",
                workspace == null ? List.of(named) : List.of(named, Map.entry("workSpace", workspace)));
    }

    public static List<Folder> allOf(MarketoAnswer answer) {
        return answer.rows().stream().map(Folder::of).toList();
    }

    private static Folder of(JsonNode row) {
        JsonNode id = row.path("folderId");
        return new Folder(
                id.path("id").asLong(row.path("id").asLong()),
                id.path("type").asText("Folder"),
                row.path("name").asText(),
                row.path("path").asText(),
                row.path("workspace").asText());
    }
}
