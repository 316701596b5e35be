package io.github.listward.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * The access tokens, one per client id: a token belongs to a custom service, not to a user or an instance.
 * Source: Marketo "Authentication".
 */
@Component
class AccessTokens {

    private static final Duration EARLY = Duration.ofSeconds(60);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

    /** In its last second a token may still be listed with no life left. */
    private static final Duration UNTIL_NEXT_TOKEN = Duration.ofMillis(1_500);
    private static final int ATTEMPTS = 3;

    private final ObjectMapper json;
    private final Clock clock;
    private final Sleeper sleeper;
    private final CallMeters meters;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final Map<String, AccessToken> tokens = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<AccessToken>> requests = new ConcurrentHashMap<>();

    AccessTokens(ObjectMapper json, Clock clock, Sleeper sleeper, CallMeters meters) {
        this.json = json;
        this.clock = clock;
        this.sleeper = sleeper;
        this.meters = meters;
    }

    /**
     * A token that is alive. Callers who need one at the same time share one request and its outcome.
     *
     * @throws MarketoRefusedException if Marketo does not accept the instance's credentials
     * @throws MarketoUnavailableException if no token can be had now
     */
    AccessToken current(Instance instance) {
        AccessToken known = known(instance);
        if (known != null) {
            return known;
        }
        CompletableFuture<AccessToken> mine = new CompletableFuture<>();
        CompletableFuture<AccessToken> request = requests.putIfAbsent(instance.clientId(), mine);
        if (request == null) {
            request = mine;
            complete(mine, instance);
        }
        try {
            return request.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /**
     * The token was rejected: it is not used again, unless another caller has renewed it meanwhile.
     *
     * @throws AccessTokenRejectedException the given one, always
     */
    public void forget(
            @ExchangeProperty(HttpRequestWriter.TOKEN) AccessToken rejected, @ExchangeException AccessTokenRejectedException rejection) {
        tokens.computeIfPresent(rejected.clientId(), (id, known) -> known.value().equals(rejected.value()) ? null : known);
        throw rejection;
    }

    private AccessToken known(Instance instance) {
        AccessToken token = tokens.get(instance.clientId());
        return token != null && clock.instant().isBefore(token.renewAt()) ? token : null;
    }

    private void complete(CompletableFuture<AccessToken> request, Instance instance) {
        try {
            AccessToken renewed = known(instance);
            if (renewed == null) {
                renewed = ask(instance);
                tokens.put(instance.clientId(), renewed);
                meters.tokenAskedFor(instance, null);
            }
            request.complete(renewed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            request.completeExceptionally(unavailable(instance, "interrupted", null));
        } catch (RuntimeException | Error failed) {
            meters.tokenAskedFor(instance, failed);
            request.completeExceptionally(failed);
        } finally {
            requests.remove(instance.clientId(), request);
        }
    }

    private AccessToken ask(Instance instance) throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            JsonNode answer = read(instance, send(instance));
            String value = answer.path("access_token").asText();
            if (value.isBlank() || !answer.path("expires_in").canConvertToInt()) {
                throw unavailable(instance, "the answer holds no token", null);
            }
            Duration left = Duration.ofSeconds(answer.path("expires_in").asInt());
            if (left.compareTo(Duration.ZERO) > 0) {
                return new AccessToken(instance.clientId(), new Secret(value), renewAt(left));
            }
            sleeper.sleep(UNTIL_NEXT_TOKEN);
        }
        throw unavailable(instance, "only expired tokens are given", null);
    }

    /** Asked before expiry, Marketo gives the same token with less life: then it is used to its end. Source: Marketo "Authentication". */
    private Instant renewAt(Duration left) {
        Instant now = clock.instant();
        return left.compareTo(EARLY) > 0 ? now.plus(left).minus(EARLY) : now.plus(left);
    }

    /** Client id and secret go in the body, for a URL ends up in logs. */
    private HttpResponse<byte[]> send(Instance instance) throws InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + encoded(instance.clientId())
                + "&client_secret=" + encoded(instance.clientSecret().value());
        HttpRequest request = HttpRequest.newBuilder(instance.baseUrl().resolve("/identity/oauth/token"))
                .timeout(RESPONSE_TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form))
                .build();
        // The request's own time-out ends with the headers; a body that never comes would be waited for without end.
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return response.get(RESPONSE_TIMEOUT.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw unavailable(instance, cause.getClass().getSimpleName(), cause);
        } catch (TimeoutException late) {
            response.cancel(true);
            throw unavailable(instance, "the answer does not end", late);
        }
    }

    /** The parser's complaint is not kept: it quotes what it could not read. */
    private JsonNode read(Instance instance, HttpResponse<byte[]> response) {
        if (response.statusCode() == 401) {
            throw new MarketoRefusedException(
                    "Marketo refused the client-id and client-secret of instance " + instance.munchkinId()
                            + " in listward.instances: HTTP status 401. Copy both from Marketo, Admin > LaunchPoint, View Details"
                            + " of the custom service; what is queued for the instance waits.",
                    "http-401", "HTTP status 401", null);
        }
        if (response.statusCode() != 200) {
            throw unavailable(instance, "HTTP status " + response.statusCode(), null);
        }
        try {
            return json.readTree(response.body());
        } catch (IOException unreadable) {
            throw unavailable(instance, "the answer is no JSON", null);
        }
    }

    private static MarketoUnavailableException unavailable(Instance instance, String why, Throwable cause) {
        return new MarketoUnavailableException(
                "No access token for Marketo instance " + instance.munchkinId() + ": " + why + ". It is asked for again with the next call.",
                null, null, cause);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
