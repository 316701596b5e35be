package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sandbox offers over HTTP beside Marketo's API, to people and to the demo:
 *
 * <pre>
 * GET    /sandbox                            the page
 * GET    /sandbox/state.json                 the same as JSON
 * GET    /sandbox/lists/1001/members.json    e-mail addresses of a list's members
 * POST   /sandbox/leads                      {"email":"ada@example.com"}: a lead that is simply there
 * POST   /sandbox/faults?fault=BAD_GATEWAY&amp;seconds=10
 * DELETE /sandbox/faults
 * </pre>
 */
final class SandboxControl {

    static final String PATH = "/sandbox";
    private static final Pattern MEMBERS = Pattern.compile("/sandbox/lists/(\\d{1,18})/members\\.json");

    private final MarketoSandbox sandbox;

    SandboxControl(MarketoSandbox sandbox) {
        this.sandbox = sandbox;
    }

    static boolean isFor(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    Reply answer(Incoming request) {
        Matcher members = MEMBERS.matcher(request.path());
        try {
            return switch (request.meantMethod() + " " + (members.matches() ? "members" : request.path())) {
                case "GET /sandbox" -> page();
                case "GET /sandbox/state.json" -> Reply.json(200, sandbox.state());
                case "GET members" -> Reply.json(200, sandbox.emailsIn(Long.parseLong(members.group(1))));
                case "POST /sandbox/leads" -> Reply.json(201, Map.of("id", sandbox.hasLead(lead(Json.read(request.body())))));
                case "POST /sandbox/faults" -> breakFor(request);
                case "DELETE /sandbox/faults" -> heal(request);
                default -> problem(404, "There is no " + request.method() + " " + request.path());
            };
        } catch (Refusal | IllegalArgumentException refused) {
            return problem(members.matches() ? 404 : 400, refused.getMessage());
        }
    }

    private Reply page() {
        return Reply.html(200, SandboxPage.of(sandbox.state()));
    }

    private Reply breakFor(Incoming request) {
        Fault fault = Fault.valueOf(parameter(request, "fault", ""));
        long seconds = Long.parseLong(parameter(request, "seconds", "10"));
        sandbox.breaksFor(fault, Duration.ofSeconds(seconds));
        return faults(request);
    }

    private Reply heal(Incoming request) {
        sandbox.heals();
        return faults(request);
    }

    /** The page's buttons get the page, everybody else JSON. */
    private Reply faults(Incoming request) {
        return parameter(request, "from", "").equals("page") ? page() : Reply.json(200, sandbox.state().faultsSecondsLeft());
    }

    private static Map<String, Object> lead(JsonNode json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        json.properties().forEach(field -> fields.put(field.getKey(), Json.plain(field.getValue())));
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("A lead is a JSON object of field values");
        }
        return fields;
    }

    private static Reply problem(int status, String detail) {
        return Reply.json(status, Map.of("status", status, "detail", detail));
    }

    private static String parameter(Incoming request, String name, String absent) {
        return request.parameters().getOrDefault(name, List.of(absent)).get(0);
    }
}
