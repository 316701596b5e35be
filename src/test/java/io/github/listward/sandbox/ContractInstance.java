package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The Marketo instance the contract test talks to, the real one if the environment names one, and what the test creates there. */
final class ContractInstance implements AutoCloseable {

    final String run = "listward-" + UUID.randomUUID().toString().substring(0, 8);
    final String folderId;
    final Wire wire;
    final long list;
    private final List<Long> createdLeads = new ArrayList<>();
    private final MarketoSandbox sandbox;
    private int addresses;

    ContractInstance(Map<String, String> environment) {
        String baseUrl = environment.get("LISTWARD_CONTRACT_BASE_URL");
        sandbox = baseUrl == null ? MarketoSandbox.builder().updatingExtractStatusEvery(Duration.ZERO).start() : null;
        wire = baseUrl == null
                ? Wire.to(sandbox)
                : new Wire(baseUrl, environment.get("LISTWARD_CONTRACT_CLIENT_ID"), environment.get("LISTWARD_CONTRACT_CLIENT_SECRET"));
        folderId = environment.getOrDefault("LISTWARD_CONTRACT_FOLDER_ID", "12");
        JsonNode created = createList(run);
        if (!created.path("success").asBoolean()) {
            throw new IllegalStateException("No list could be created in folder " + folderId + ": " + created.path("errors"));
        }
        list = created.at("/result/0/id").asLong();
    }

    /** Deletes what was created. */
    @Override
    public void close() {
        wire.postForm("/rest/asset/v1/staticList/" + list + "/delete.json");
        if (!createdLeads.isEmpty()) {
            deleteLeads(List.copyOf(createdLeads));
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }

    /** Between two questions about a job: on a real instance as long as one should. Source: Marketo "Bulk Lead Import" and "Bulk Extract". */
    Duration pollInterval() {
        return sandbox == null ? Duration.ofSeconds(30) : Duration.ofMillis(20);
    }

    void deletesInTheEnd(long lead) {
        if (!createdLeads.contains(lead)) {
            createdLeads.add(lead);
        }
    }

    /** One that nobody has used yet. */
    String address() {
        return run + "-" + ++addresses + "@example.com";
    }

    long createLead(String email) {
        return sync("{'input':[{'email':'" + email + "'}]}").at("/result/0/id").asLong();
    }

    void deleteLeads(List<Long> ids) {
        wire.postJson("/rest/v1/leads/delete.json", input(ids));
        createdLeads.removeAll(ids);
    }

    /** Sync Leads; what it creates is deleted in the end. */
    JsonNode sync(String body) {
        JsonNode answer = wire.postJson("/rest/v1/leads.json", body);
        answer.path("result").forEach(row -> {
            if (row.path("status").asText().equals("created")) {
                createdLeads.add(row.path("id").asLong());
            }
        });
        return answer;
    }

    JsonNode filter(String emails, String fields) {
        return longRead("filterType", "email", "filterValues", emails, "fields", fields);
    }

    JsonNode longRead(String... pairs) {
        return wire.postForm("/rest/v1/leads.json?_method=GET", pairs);
    }

    JsonNode createList(String name) {
        return createList(name, folderId);
    }

    JsonNode createList(String name, String folder) {
        return wire.postForm("/rest/asset/v1/staticLists.json", "folder", "{\"id\":" + folder + ",\"type\":\"Folder\"}", "name", name);
    }

    String leadsOfList() {
        return "/rest/v1/lists/" + list + "/leads.json";
    }

    static String input(List<Long> ids) {
        return ids.stream().map(id -> "{'id':" + id + "}").collect(Collectors.joining(",", "{'input':[", "]}"));
    }
}
