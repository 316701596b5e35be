package io.github.listward.monitoring;

import io.github.listward.marketo.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When somebody is told, and who. A name that is no property stops the start: a threshold with a slip in it would never be missed.
 *
 * @param excludedRate An alert when more than this share of a dataflow's changes is excluded, as far as somebody may act.
 * @param failedRate An alert when more than this share of a dataflow's changes fails.
 * @param removalsRate An alert when more than this share of a list's known members was removed within the hour.
 * @param leastChanges No rate is one of fewer changes, nor of fewer removals.
 * @param window What rates are of, in whole hours as they are counted: the hour it begins in counts in full.
 * @param delay An alert when an undelivered change is older; of an instance the shortest of its dataflows.
 * @param held An alert when an audience has been held for longer, other than for want of calls, for a destination that is down or for an import.
 * @param down An alert when an instance, or a destination, has been down for longer.
 * @param resolveAfter How long it has to be well again until an alert is resolved.
 * @param repeat How often receivers are told again while an alert is open; 0: once.
 * @param dataflows Other thresholds for single dataflows, under their ids.
 * @param webhooks Receivers over HTTP, under names of your choice.
 * @param mail Receivers by e-mail; none unless there is a host.
 */
@ConfigurationProperties(prefix = "listward.alerts", ignoreUnknownFields = false)
@Validated
record AlertProperties(
        @DefaultValue("1%") Percent excludedRate,
        @DefaultValue("1%") Percent failedRate,
        @DefaultValue("30%") Percent removalsRate,
        @DefaultValue("100") @Min(1) int leastChanges,
        @DefaultValue("1h") @DurationMin(minutes = 1) Duration window,
        @DefaultValue("15m") @DurationMin(seconds = 1) Duration delay,
        @DefaultValue("15m") @DurationMin(seconds = 1) Duration held,
        @DefaultValue("2m") @DurationMin(seconds = 1) Duration down,
        @DefaultValue("2m") @DurationMin(seconds = 1) Duration resolveAfter,
        @DefaultValue("0") @DurationMin Duration repeat,
        @DefaultValue Map<@Pattern(regexp = "[a-z0-9-]+", message = "a dataflow's id is lower-case letters, digits and hyphens") String, @Valid Overrides> dataflows,
        @DefaultValue Map<@Pattern(regexp = "[A-Za-z0-9-]{1,80}", message = "the name of a webhook is letters, digits and hyphens") String, @Valid Webhook> webhooks,
        @Valid Mail mail) {

    /** What is null is as for all. */
    record Overrides(
            Percent excludedRate,
            Percent failedRate,
            Percent removalsRate,
            @Min(1) Integer leastChanges,
            @DurationMin(minutes = 1) Duration window,
            @DurationMin(seconds = 1) Duration delay,
            @DurationMin(seconds = 1) Duration held,
            @DurationMin Duration repeat) {}

    /**
     * @param url where notices are posted; a part of it may be a secret, so it is never shown
     * @param secret what notices are signed with, or null: they are not
     * @param allowHttp whether the address may be unencrypted though it is not of this machine
     */
    record Webhook(@NotNull URI url, Secret secret, @DefaultValue("false") boolean allowHttp) {

        private static final int SHORTEST_SECRET = 16;

        @AssertTrue(message = "url must be https://…, or http://… of this machine, or with allow-http: true; without a user name in it")
        boolean isUrlAllowed() {
            if (url == null || url.getHost() == null || url.getUserInfo() != null) {
                return url == null;
            }
            boolean http = "http".equalsIgnoreCase(url.getScheme()) && (allowHttp || isLoopback(url.getHost()));
            return "https".equalsIgnoreCase(url.getScheme()) || http;
        }

        @AssertTrue(message = "secret must have 16 characters at least, e.g. from openssl rand -hex 32")
        boolean isSecretLongEnough() {
            return secret == null || secret.value().length() >= SHORTEST_SECRET;
        }

        private static boolean isLoopback(String host) {
            return host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
        }
    }

    /**
     * @param tls starttls: encrypted after a greeting, or not sent; implicit: encrypted from the beginning; none
     * @param username to log in with, or null: nobody logs in
     */
    record Mail(
            @NotBlank String host,
            @DefaultValue("587") @Min(1) @Max(65_535) int port,
            @DefaultValue("starttls") Tls tls,
            String username,
            Secret password,
            @NotBlank @Email String from,
            @NotEmpty List<@NotBlank @Email String> to) {

        enum Tls { STARTTLS, IMPLICIT, NONE }

        @AssertTrue(message = "username and password belong together")
        boolean isLoginComplete() {
            return (username == null) == (password == null);
        }
    }
}
