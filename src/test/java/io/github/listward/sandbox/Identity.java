package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The identity service: client credentials for a token. Source: Marketo "Authentication"; error bodies as clients have seen them. */
final class Identity {

    static final String PATH = "/identity/oauth/token";

    private final Tokens tokens;
    private final AtomicInteger calls = new AtomicInteger();

    Identity(Tokens tokens) {
        this.tokens = tokens;
    }

    int calls() {
        return calls.get();
    }

    Reply answer(Incoming request) {
        calls.incrementAndGet();
        if (!parameter(request, "grant_type").equals("client_credentials")) {
            return refused(400, "unsupported_grant_type", "Unsupported grant type");
        }
        String client = parameter(request, "client_id");
        if (!tokens.knows(client, parameter(request, "client_secret"))) {
            return refused(401, "invalid_client", "Bad client credentials");
        }
        Tokens.Token token = tokens.of(client);
        ObjectNode answer = Json.object()
                .put("access_token", token.value())
                .put("token_type", "bearer")
                .put("expires_in", tokens.secondsLeft(token))
                .put("scope", Tokens.userOf(client));
        return Reply.json(200, answer);
    }

    private static Reply refused(int status, String error, String description) {
        return Reply.json(status, Json.object().put("error", error).put("error_description", description));
    }

    private static String parameter(Incoming request, String name) {
        return request.parameters().getOrDefault(name, List.of("")).get(0);
    }
}
