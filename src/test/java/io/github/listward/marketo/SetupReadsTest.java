package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetupReadsTest {

    @Test
    void readsFieldsAndTheKeysToSearchBy() throws IOException {
        Describe describe = Describe.of(answer("""
                [{"name":"API Lead",
                  "searchableFields":[["email"],["id"],["firstName","lastName"]],
                  "fields":[
                    {"name":"email","displayName":"Email Address","dataType":"email","length":255,"updateable":true,"crmManaged":false},
                    {"name":"createdAt","displayName":"Created At","dataType":"datetime","updateable":false}]}]
                """));

        assertThat(describe.fields()).containsOnlyKeys("email", "createdAt");
        assertThat(describe.fields().get("email")).isEqualTo(new Describe.Field("email", "Email Address", "email", 255, true));
        assertThat(describe.fields().get("createdAt").length()).isNull();
        assertThat(describe.searchable()).containsExactly("email", "id");
    }

    @Test
    void readsPartitions() throws IOException {
        assertThat(Partition.allOf(answer("[{\"id\":1,\"name\":\"Default\",\"description\":\"Initial\"},{\"id\":2,\"name\":\"EU\"}]")))
                .containsExactly(new Partition(1, "Default"), new Partition(2, "EU"));
    }

    @Test
    void tellsFoldersOfOneNameApart() throws IOException {
        assertThat(Folder.allOf(answer("""
                [{"name":"Lists","folderId":{"id":12,"type":"Folder"},"folderType":"List","path":"/Lead Database/Default/Lists","workspace":"Default","id":12},
                 {"name":"Lists","folderId":{"id":13,"type":"Folder"},"path":"/Lead Database/EU/Lists","workspace":"EU","id":13}]
                """))).containsExactly(
                        new Folder(12, "Folder", "Lists", "/Lead Database/Default/Lists", "Default"),
                        new Folder(13, "Folder", "Lists", "/Lead Database/EU/Lists", "EU"));
        assertThat(Folder.requestByName("123-ABC-456", "Lists", "EU").query())
                .containsExactly(Map.entry("name", "Lists"), Map.entry("workSpace", "EU"));
        assertThat(Folder.requestByName("123-ABC-456", "Lists", null).query()).containsExactly(Map.entry("name", "Lists"));
    }

    @Test
    void readsWhatAllUsersOfTheInstanceCalled() throws IOException {
        assertThat(DailyUsage.allOf(answer("[{\"date\":\"2026-11-23\",\"total\":812,\"users\":[{\"userId\":\"api@example.com\",\"count\":812}]}]")))
                .containsExactly(new DailyUsage(LocalDate.of(2026, 11, 23), 812));
        assertThat(DailyUsage.allOf(answer("[]"))).isEmpty();
    }

    private static MarketoAnswer answer(String result) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        new ObjectMapper().readTree(result).forEach(rows::add);
        return MarketoAnswer.of("1#2", rows, null);
    }
}
