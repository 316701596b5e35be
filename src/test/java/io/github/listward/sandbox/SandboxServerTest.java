package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxServerTest {

    private final MarketoSandbox marketo = MarketoSandbox.builder().start();
    private final Wire wire = Wire.to(marketo);

    @AfterEach
    void close() {
        marketo.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /rest/v1/leads/partitions.json     |                                   |                 | success
            GET    | //rest/v1/leads/partitions.json    |                                   |                 | 610
            GET    | /rest//v1/leads/partitions.json    |                                   |                 | 610
            GET    | /rest/v1/leads/partitions          |                                   |                 | 610
            GET    | /rest/v1/leads/partitions.json/    |                                   |                 | 610
            GET    | /v1/leads/partitions.json          |                                   |                 | 610
            GET    | /rest/v1/lists/abc.json            |                                   |                 | 610
            GET    | /                                  |                                   |                 | 610
            PUT    | /rest/v1/leads.json                | application/json                  | {"input":[]}    | 605
            PATCH  | /rest/v1/lists/1/leads.json        | application/json                  | {"input":[]}    | 605
            POST   | /rest/v1/leads.json                |                                   | {"input":[]}    | 612
            POST   | /rest/v1/leads.json                | text/plain                        | {"input":[]}    | 612
            POST   | /rest/v1/lists/1/leads.json        | text/plain                        | {"input":[]}    | 612
            POST   | /rest/v1/leads.json?_method=GET    | application/json                  | {"a":1}         | 612
            POST   | /rest/v1/leads.json                | application/json;charset=UTF-8    | {"input":[]} x  | 609
            POST   | /rest/v1/leads.json                | application/json                  | not JSON        | 609
            """)
    void judgesTheRequest(String method, String path, String contentType, String body, String expected) {
        var request = wire.request(path).method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }

        HttpResponse<String> answer = wire.send(request);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Wire.verdict(Wire.json(answer))).isEqualTo(expected);
    }

    @Test
    void takesTheMeantMethodFromTheFormToo() {
        marketo.hasLead("ada@example.com");

        assertThat(wire.postForm("/rest/v1/leads.json", "_method", "GET", "filterType", "email", "filterValues", "ada@example.com").path("result"))
                .hasSize(1);
    }

    @Test
    void acceptsABodyOfOneMegabyteAndRefusesOneByteMore() {
        assertThat(post(1024 * 1024).statusCode()).isEqualTo(200);
        assertThat(post(1024 * 1024 + 1).statusCode()).isEqualTo(413);
        assertThat(post(9 * 1024 * 1024).statusCode()).isEqualTo(413);
    }

    @Test
    void compressesLargeAnswersOnRequest() {
        HttpResponse<String> large = wire.send(wire.request("/rest/v1/leads/describe2.json").header("Accept-Encoding", "gzip"));
        HttpResponse<String> small = wire.send(wire.request("/rest/v1/leads/partitions.json").header("Accept-Encoding", "gzip"));

        assertThat(large.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(small.headers().firstValue("Content-Encoding")).isEmpty();
    }

    private HttpResponse<String> post(int bytes) {
        String frame = "{\"input\":[{\"email\":\"\"}]}";
        String body = frame.replace("\"\"", "\"" + "x".repeat(bytes - frame.length()) + "\"");
        return wire.send(wire.request("/rest/v1/leads.json").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }
}
