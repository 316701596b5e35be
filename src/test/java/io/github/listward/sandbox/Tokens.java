package io.github.listward.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Access tokens. Source: Marketo "Authentication"; the order of 602 and 601 from Marketo's developer blog, "Error Handling". */
final class Tokens {

    /** Source: Marketo "Authentication". */
    private static final Duration LIFETIME = Duration.ofSeconds(3600);

    private final Clock clock;
    private final Map<String, String> secrets;
    private final Map<String, Token> live = new HashMap<>();

    record Token(String value, String client, Instant expiresAt) {}

    Tokens(Clock clock, Map<String, String> secrets) {
        this.clock = clock;
        this.secrets = secrets;
    }

    boolean knows(String client, String secret) {
        return client != null && secret != null && secret.equals(secrets.get(client));
    }

    /** The client's token: the same one until it expires. Source: Marketo "Authentication". */
    synchronized Token of(String client) {
        for (Token token : live.values()) {
            if (token.client().equals(client) && token.expiresAt().isAfter(clock.instant())) {
                return token;
            }
        }
        Token token = new Token(UUID.randomUUID() + ":sj", client, clock.instant().plus(LIFETIME));
        live.put(token.value(), token);
        return token;
    }

    int secondsLeft(Token token) {
        return (int) Duration.between(clock.instant(), token.expiresAt()).toSeconds();
    }

    /**
     * The API user a call is made by.
     *
     * @param authorization the header, or null
     * @throws Refusal 603 without a token, 602 on the first use of an expired one, 601 for every other that is not live
     */
    synchronized String user(String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw new Refusal("603", "Access denied");
        }
        String value = authorization.startsWith("Bearer ") ? authorization.substring("Bearer ".length()).trim() : "";
        Token token = live.get(value);
        if (token != null && token.expiresAt().isAfter(clock.instant())) {
            return userOf(token.client());
        }
        if (token != null) {
            live.remove(value);
            throw new Refusal("602", "Access token expired");
        }
        throw new Refusal("601", "Access token invalid");
    }

    static String userOf(String client) {
        return client + "@api.example.com";
    }

    /** From now on they are as old as they can get. */
    synchronized void expire() {
        live.replaceAll((value, token) -> new Token(value, token.client(), clock.instant()));
    }

    /** From now on nobody knows them. */
    synchronized void revoke() {
        live.clear();
    }
}
