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
 * @param form form parameters in order; sent form-encoded; empty when {@code json} or {@code upload} is set or nothing is sent
 * @param json JSON body, or null
 * @param upload file to send, or null
 * @param download what of a file is asked for, or null where the answer is no file
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
        Upload upload,
        Download download,
        Set<String> tolerated) {

    private static final Set<String> RESERVED =
            Set.of("remove-from-list", "find-leads", "ask-import", "read-import-failures", "read-import-warnings", "find-list", "create-list", "rename-list", "describe", "partitions", "find-folder", "usage");

    /**
     * A CSV file, sent as the part {@code file} of a multipart body. Source: Marketo "Bulk Lead Import".
     *
     * @param content UTF-8, less than 10 MB
     */
    public record Upload(String name, byte[] content) {

        @Override
        public String toString() {
            return name + " of " + content.length + " bytes";
        }
    }

    /**
     * A file as answer, whole or in part.
     *
     * @param from first byte of a part, or -1 for the whole file
     * @param to last byte of a part
     */
    public record Download(long from, long to) {

        public static final Download WHOLE = new Download(-1, -1);

        boolean isPart() {
            return from >= 0;
        }
    }

    public static MarketoRequest get(String instance, String operation, String path, List<Map.Entry<String, String>> query) {
        return new MarketoRequest(instance, operation, "GET", path, query, List.of(), null, null, null, Set.of());
    }

    public static MarketoRequest delete(String instance, String operation, String path, List<Map.Entry<String, String>> query) {
        return new MarketoRequest(instance, operation, "DELETE", path, query, List.of(), null, null, null, Set.of());
    }

    public static MarketoRequest postJson(String instance, String operation, String path, JsonNode json) {
        return new MarketoRequest(instance, operation, "POST", path, List.of(), List.of(), json, null, null, Set.of());
    }

    public static MarketoRequest postForm(String instance, String operation, String path, List<Map.Entry<String, String>> form) {
        return new MarketoRequest(instance, operation, "POST", path, List.of(), form, null, null, null, Set.of());
    }

    /**
     * A read whose parameters may outgrow the 8 KB a URI may have: POST with {@code _method=GET} and a form body.
     * Source: Marketo "Error Codes", 414.
     */
    public static MarketoRequest longGet(String instance, String operation, String path, List<Map.Entry<String, String>> form) {
        return new MarketoRequest(instance, operation, "POST", path, List.of(Map.entry("_method", "GET")), form, null, null, null, Set.of());
    }

    public static MarketoRequest upload(String instance, String operation, String path, List<Map.Entry<String, String>> query, Upload file) {
        return new MarketoRequest(instance, operation, "POST", path, query, List.of(), null, file, null, Set.of());
    }

    /** A file: {@link MarketoAnswer#file()} is set, unless Marketo refuses. */
    public static MarketoRequest download(String instance, String operation, String path, Download part) {
        return new MarketoRequest(instance, operation, "GET", path, List.of(), List.of(), null, null, part, Set.of());
    }

    /** @param codes of the response level, or {@code http-404} and the like */
    public MarketoRequest tolerating(String... codes) {
        return new MarketoRequest(instance, operation, method, path, query, form, json, upload, download, Set.of(codes));
    }

    /** Whether it takes people off lists, or may be needed first: finding them, seeing an import to its end, seeing to a list, checking the instance. */
    boolean mayUseReserve() {
        return RESERVED.contains(operation);
    }

    /** Whether it is about an import or export, whose limits are its own: 1016, 1019 and 1029 say nothing about other calls. */
    boolean isOfBulk() {
        return path.startsWith("/bulk/");
    }

    /** Without parameters and body: they carry personal data. */
    @Override
    public String toString() {
        return operation + " " + method + " " + path + " on " + instance;
    }
}
