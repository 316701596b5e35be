package io.github.listward.marketo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.springframework.stereotype.Component;

/** Writes a {@link MarketoRequest} as the message Camel's HTTP endpoint sends. */
@Component
class HttpRequestWriter {

    /** Exchange property that holds the {@link AccessToken} the call is sent with. */
    static final String TOKEN = "marketoAccessToken";

    /** Exchange property: what the exchange logs about ends with it. */
    private static final String LOG_CONTEXT = "marketoLogContext";

    private final Instances instances;
    private final AccessTokens tokens;
    private final ObjectMapper json;

    HttpRequestWriter(Instances instances, AccessTokens tokens, ObjectMapper json) {
        this.instances = instances;
        this.tokens = tokens;
        this.json = json;
    }

    /** Path and query go into headers, not into the endpoint's URI: one endpoint, and so one connection pool, per instance. */
    public void write(@ExchangeProperty(CallGate.REQUEST) MarketoRequest request, Exchange exchange) throws IOException {
        logAbout(request, exchange);
        AccessToken token = tokens.current(instances.get(request.instance()));
        exchange.setProperty(TOKEN, token);

        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, request.method());
        message.setHeader(Exchange.HTTP_PATH, request.path());
        if (!request.query().isEmpty()) {
            message.setHeader(Exchange.HTTP_RAW_QUERY, encoded(request.query()));
        }
        // As a parameter the token would stand in URLs, and Marketo takes it there no longer. Source: Marketo "Authentication".
        message.setHeader("Authorization", "Bearer " + token.value().value());
        message.setHeader("Accept", request.download() == null ? "application/json" : "text/csv, application/json");
        if (request.download() != null && request.download().isPart()) {
            message.setHeader("Range", "bytes=" + request.download().from() + "-" + request.download().to());
        }
        if (request.json() != null) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(json.writeValueAsBytes(request.json()));
        } else if (!request.form().isEmpty()) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/x-www-form-urlencoded");
            message.setBody(encoded(request.form()).getBytes(StandardCharsets.US_ASCII));
        } else if (request.upload() != null) {
            upload(request.upload(), message);
        } else {
            message.setBody(null);
        }
    }

    /** Until what the call is part of has ended: its answer is judged further on. */
    private static void logAbout(MarketoRequest request, Exchange exchange) {
        LogContext.call(request);
        if (exchange.getProperty(LOG_CONTEXT) == null) {
            exchange.setProperty(LOG_CONTEXT, true);
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange ended) {
                    LogContext.callOver();
                }
            });
        }
    }

    private static void upload(MarketoRequest.Upload file, Message message) throws IOException {
        HttpEntity form = MultipartEntityBuilder.create()
                .addBinaryBody("file", file.content(), ContentType.create("text/csv", StandardCharsets.UTF_8), file.name())
                .build();
        ByteArrayOutputStream body = new ByteArrayOutputStream(file.content().length + 1_024);
        form.writeTo(body);
        message.setHeader(Exchange.CONTENT_TYPE, form.getContentType());
        message.setBody(body.toByteArray());
    }

    private static String encoded(List<Map.Entry<String, String>> parameters) {
        return parameters.stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** A blank as %20, which is right in a query and in a form; a plus is not right in every query. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
