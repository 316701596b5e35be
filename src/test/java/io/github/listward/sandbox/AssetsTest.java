package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssetsTest {

    private static final String DEFAULT_FOLDER = "{'id':12,'type':'Folder'}";

    private final MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().workspace("EU", "EU").start();
    private final Wire wire = Wire.to(marketo);

    @AfterEach
    void close() {
        marketo.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'id':12,'type':'Folder'}   | New        | success
            {'id':12,'type':'FOLDER'}   | New        | success
            {'id':12,'type':'Folder'}   | vip        | 709
            {'id':99,'type':'Folder'}   | New        | 710
            {'id':12,'type':'Program'}  | New        | 710
            {'id':12,'type':'File'}     | New        | 711
            {'id':1,'type':'Folder'}    | New        | 711
            {'id':12                    | New        | 609
            ''                          | New        | 701
            {'id':12,'type':'Folder'}   | ''         | 701
            """)
    void judgesANewList(String folder, String name, String expected) {
        marketo.hasList("VIP");

        assertThat(Wire.verdict(create(folder == null ? "" : folder, name == null ? "" : name))).isEqualTo(expected);
    }

    @Test
    void refusesANameOfMoreThan255Characters() {
        assertThat(Wire.verdict(create(DEFAULT_FOLDER, "x".repeat(256)))).isEqualTo("701");
    }

    @Test
    void wantsAForm() {
        assertThat(Wire.verdict(wire.postJson("/rest/asset/v1/staticLists.json", "{'name':'VIP'}"))).isEqualTo("612");
    }

    @Test
    void allowsOneNameOncePerWorkspaceAndFindsBoth() {
        long european = folder("/Lead Database/EU/Group Lists").path("id").asLong();

        assertThat(Wire.verdict(create(DEFAULT_FOLDER, "VIP"))).isEqualTo("success");
        assertThat(Wire.verdict(create("{'id':" + european + ",'type':'Folder'}", "VIP"))).isEqualTo("success");

        assertThat(wire.get("/rest/asset/v1/staticList/byName.json?name=VIP").path("result")).hasSize(2);
        assertThat(marketo.listNamed("VIP", "EU")).isNotNull();
    }

    @Test
    void neverFindsANameWithAComma() {
        create(DEFAULT_FOLDER, "a,b");

        assertThat(wire.get("/rest/asset/v1/staticList/byName.json?name=a,b").has("result")).isFalse();
    }

    @Test
    void browsesRenamesAndDeletesLists() {
        for (int i = 0; i < 21; i++) {
            marketo.hasList("list " + i);
        }
        long last = marketo.hasList("VIP", "EU");

        assertThat(wire.get("/rest/asset/v1/staticLists.json").path("result")).hasSize(20);
        assertThat(wire.get("/rest/asset/v1/staticLists.json?maxReturn=200&offset=20").path("result")).hasSize(2);
        assertThat(Wire.verdict(wire.get("/rest/asset/v1/staticLists.json?maxReturn=201"))).isEqualTo("1003");
        assertThat(wire.postForm("/rest/asset/v1/staticList/" + last + ".json", "name", "VIP 2").at("/result/0/name").asText()).isEqualTo("VIP 2");
        assertThat(wire.postForm("/rest/asset/v1/staticList/" + last + "/delete.json").at("/result/0/id").asLong()).isEqualTo(last);
        assertThat(wire.get("/rest/asset/v1/staticList/" + last + ".json").has("result")).isFalse();
    }

    @Test
    void hasSeveralFoldersOfOneName() {
        JsonNode found = wire.get("/rest/asset/v1/folder/byName.json?name=Group%20Lists").path("result");
        List<String> paths = new ArrayList<>();
        found.forEach(folder -> paths.add(folder.path("path").asText() + " " + folder.path("isSystem").asBoolean()));

        assertThat(paths).containsExactlyInAnyOrder(
                "/Lead Database/Default/Group Lists true",
                "/Lead Database/Default/Group Lists/Group Lists false",
                "/Lead Database/EU/Group Lists true");
        assertThat(wire.get("/rest/asset/v1/folder/byName.json?name=Group%20Lists&workSpace=EU").path("result")).hasSize(1);
    }

    @Test
    void createsFoldersAndPutsListsIntoThem() {
        JsonNode created = wire.postForm("/rest/asset/v1/folders.json", "name", "Listward", "parent", Wire.quoted(DEFAULT_FOLDER), "description", "ours");
        JsonNode again = wire.postForm("/rest/asset/v1/folders.json", "name", "Listward", "parent", Wire.quoted(DEFAULT_FOLDER));
        long id = created.at("/result/0/id").asLong();

        assertThat(created.at("/result/0/path").asText()).isEqualTo("/Lead Database/Default/Group Lists/Listward");
        assertThat(Wire.verdict(again)).isEqualTo("709");
        assertThat(Wire.verdict(create("{'id':" + id + ",'type':'Folder'}", "VIP"))).isEqualTo("success");
        assertThat(wire.get("/rest/asset/v1/staticLists.json?folder=%7B%22id%22:" + id + ",%22type%22:%22Folder%22%7D").path("result")).hasSize(1);
    }

    @Test
    void browsesFoldersTwoDeepUnlessToldOtherwise() {
        assertThat(wire.get("/rest/asset/v1/folders.json?root=%7B%22id%22:2,%22type%22:%22Folder%22%7D&workSpace=Default").path("result")).hasSize(3);
        assertThat(wire.get("/rest/asset/v1/folders.json?root=%7B%22id%22:2,%22type%22:%22Folder%22%7D&workSpace=Default&maxDepth=3").path("result")).hasSize(4);
    }

    private JsonNode create(String folder, String name) {
        return wire.postForm("/rest/asset/v1/staticLists.json", "folder", Wire.quoted(folder), "name", name);
    }

    private JsonNode folder(String path) {
        for (JsonNode folder : wire.get("/rest/asset/v1/folder/byName.json?name=Group%20Lists").path("result")) {
            if (folder.path("path").asText().equals(path)) {
                return folder;
            }
        }
        throw new AssertionError("There is no folder " + path);
    }
}
