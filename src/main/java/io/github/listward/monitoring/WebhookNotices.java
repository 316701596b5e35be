package io.github.listward.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.marketo.Secret;
import io.github.listward.monitoring.AlertProperties.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Writes notices as what webhooks take: JSON, signed. */
@Component("webhookNotices")
class WebhookNotices {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_OF_SUCCESS = 200;
    private static final int LEAST_OF_REDIRECTION = 300;
    private static final int LEAST_OF_ERRORS = 400;

    /**
     * @param notice the same in every try
     * @param text in a line, for people. Slack's incoming webhooks show it, and pass over what they do not know.
     *         Source: github.com/hastic-zzz/hastic-server, issue 708
     */
    private record Payload(String notice, Notice.Kind kind, String text, Instant at, About alert) {}

    private record About(
            long id,
            AlertRule rule,
            String subject,
            String instance,
            String dataflow,
            String audience,
            String message,
            double value,
            double threshold,
            Instant since,
            Instant resolvedAt) {

        static About of(Alert alert) {
            return new About(alert.id(), alert.rule(), alert.subject(), alert.instance(), alert.dataflow(), alert.audience(), alert.message(), alert.value(),
                    alert.threshold(), alert.since(), alert.resolvedAt());
        }
    }

    private final AlertProperties properties;
    private final ObjectMapper json;
    private final Clock clock;

    WebhookNotices(AlertProperties properties, ObjectMapper json, Clock clock) {
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** The address goes into a header, not into the endpoint's URI, which Hawtio shows: a part of it may be a secret. */
    void write(@ExchangeProperty("notice") Notice notice, Exchange exchange) throws JsonProcessingException, GeneralSecurityException {
        Webhook webhook = properties.webhooks().get(notice.target().substring(AlertSettings.WEBHOOK.length()));
        byte[] body = json.writeValueAsBytes(new Payload(notice.notice(), notice.kind(), notice.text(), notice.createdAt(), About.of(notice.alert())));
        String timestamp = String.valueOf(clock.instant().getEpochSecond());
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.HTTP_URI, webhook.url().toString());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("X-Listward-Notice", notice.notice());
        message.setHeader("X-Listward-Timestamp", timestamp);
        if (webhook.secret() != null) {
            message.setHeader("X-Listward-Signature", "sha256=" + signature(webhook.secret(), timestamp, body));
        }
        message.setBody(body);
    }

    /** Of the time, too, so that a receiver can refuse what is sent again by somebody else later. */
    private static String signature(Secret secret, String timestamp, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
        mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    /** @throws NoticeRefusedException unless the answer is a success */
    void judge(@Header(Exchange.HTTP_RESPONSE_CODE) int status) {
        if (status < LEAST_OF_SUCCESS || status >= LEAST_OF_REDIRECTION) {
            boolean redirects = status >= LEAST_OF_REDIRECTION && status < LEAST_OF_ERRORS;
            throw new NoticeRefusedException("it answered with status " + status + (redirects ? "; redirects are not followed" : ""));
        }
    }
}
