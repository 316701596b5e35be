package io.github.listward.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One request to Marketo, without host and token.
 *
 * @param instance munchkin id of the Marketo instance it goes to
 * @param operation what it does, e.g. {@code sync-leads}: names the call in metrics and messages
 * @param method HTTP method
 * @param path path from the instance's base URL, e.g. {@code /rest/v1/leads.json}
 * @param query query parameters in order; a parameter may repeat
 * @param form form parameters in order; sent form-encoded; empty when {@code json} is set or nothing is sent
 * @param json JSON body, or null
 * @param tolerated response-level codes that are an answer here and not a failure, e.g. 709 on creating a list
 */
public record MarketoRequest(
        String instance,
        String operation,
        String method,
        String path,
        List<Map.Entry<String, String>> query,
        List<Map.Entry<String, String>> form,
        JsonNode json,
        Set<String> tolerated) {

    public static MarketoRequest get(String instance, String operation, String path, List<Map.Entry<String, String>> query) {
        return new MarketoRequest(instance, operation, "GET", path, query, List.of(), null, Set.of());
    }

    public static MarketoRequest delete(String instance, String operation, String path, List<Map.Entry<String, String>> query) {
        return new MarketoRequest(instance, operation, "DELETE", path, query, List.of(), null, Set.of());
    }

    public static MarketoRequest postJson(String instance, String operation, String path, JsonNode json) {
        return new MarketoRequest(instance, operation, "POST", path, List.of(), List.of(), json, Set.of());
    }

    public static MarketoRequest postForm(String instance, String operation, String path, List<Map.Entry<String, String>> form) {
        return new MarketoRequest(instance, operation, "POST", path, List.of(), form, null, Set.of());
    }

    /**
     * A read whose parameters may outgrow the 8 KB a URI may have: POST with {@code _method=GET} and a form body.
     * Source: Marketo "Error Codes", 414.
     */
    public static MarketoRequest longGet(String instance, String operation, String path, List<Map.Entry<String, String>> form) {
        return new MarketoRequest(instance, operation, "POST", path, List.of(Map.entry("_method", "GET")), form, null, Set.of());
    }

    public MarketoRequest tolerating(String... codes) {
        return new MarketoRequest(instance, operation, method, path, query, form, json, Set.of(codes));
    }

    /** Without parameters and body: they carry personal data. */
    @Override
    public String toString() {
        return operation + " " + method + " " + path + " on " + instance;
    }
}
