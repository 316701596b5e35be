package io.github.listward.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.destination.Definitions;
import io.github.listward.monitoring.Trace;
import io.github.listward.monitoring.TraceQuestion;
import io.github.listward.monitoring.Traces;
import io.github.listward.profile.Identity;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Why a person is in lists, or is not. Reads the body itself: what Spring reads, and what Jackson and the validation say of it, would be
 * quoted in messages and in the log at some level, and it has an identity in clear.
 */
@RestController
class TraceController {

    /** Of characters that take four bytes each, and all that is around the identity. */
    private static final int LONGEST_BODY = 16 * 1024;

    private final Traces traces;
    private final Definitions definitions;
    private final ObjectMapper mapper;

    TraceController(Traces traces, Definitions definitions, ObjectMapper mapper) {
        this.traces = traces;
        this.definitions = definitions;
        this.mapper = mapper;
    }

    @PostMapping(path = "/api/trace", consumes = MediaType.APPLICATION_JSON_VALUE)
    Trace trace(HttpServletRequest request, Authentication login) throws IOException {
        Permission.VIEW_PROFILES.require(login);
        TraceQuestion question = read(request.getInputStream().readNBytes(LONGEST_BODY + 1));
        if (question.dataflow() != null && definitions.dataflow(question.dataflow()) == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such dataflow."); // unnamed: an identity may stand in its place
        }
        return traces.of(question);
    }

    private TraceQuestion read(byte[] body) {
        if (body.length > LONGEST_BODY) {
            throw bad("The body is too long");
        }
        JsonNode json = parse(body);
        if (!json.isObject()) {
            throw bad("The body must be a JSON object with namespace and id");
        }
        String namespace = text(json, "namespace");
        String id = text(json, "id");
        if (namespace == null || id == null) {
            throw bad((namespace == null ? "namespace" : "id") + " is required");
        }
        if (id.length() > Identity.LONGEST) {
            throw bad("id must be of " + Identity.LONGEST + " characters at most");
        }
        JsonNode askMarketo = json.path("askMarketo");
        if (!askMarketo.isMissingNode() && !askMarketo.isNull() && !askMarketo.isBoolean()) {
            throw bad("askMarketo must be true or false");
        }
        return new TraceQuestion(namespace, id, text(json, "audience"), text(json, "dataflow"), askMarketo.asBoolean(false));
    }

    private JsonNode parse(byte[] body) {
        JsonNode json = null;
        try {
            json = mapper.readTree(body);
        } catch (IOException e) {
            // Not as a cause: its message quotes what it could not read.
        }
        if (json == null) {
            throw bad("The body is not JSON");
        }
        return json;
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw bad(name + " must be a text");
        }
        String text = value.textValue().strip();
        return text.isEmpty() ? null : text;
    }

    private static ResponseStatusException bad(String what) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, what + ".");
    }
}
