package io.github.listward.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where whoever watches the demo qualifies and exits people with curl: makes AEP's event of it, sends it to Kafka and tells when
 * Marketo has it.
 */
final class Desk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ProfileTopic profiles;
    private final MarketoSandbox marketo;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Desk(ProfileTopic profiles, MarketoSandbox marketo, HttpServer server) {
        this.profiles = profiles;
        this.marketo = marketo;
        this.server = server;
    }

    static Desk open(int port, ProfileTopic profiles, MarketoSandbox marketo) {
        try {
            Desk desk = new Desk(profiles, marketo, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
            desk.server.setExecutor(desk.threads);
            desk.server.createContext("/qualify", exchange -> desk.answer(exchange, "realized"));
            desk.server.createContext("/exit", exchange -> desk.answer(exchange, "exited"));
            desk.server.start();
            return desk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange, String status) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String email = form.getOrDefault("email", "");
        boolean usable = exchange.getRequestMethod().equals("POST") && !email.isBlank();
        byte[] text = (usable ? send(email, form, status) : "Usage: curl -d email=you@example.com http://localhost:" + server.getAddress().getPort()
                + exchange.getHttpContext().getPath() + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(usable ? 200 : 400, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private String send(String email, Map<String, String> form, String status) {
        boolean wanted = status.equals("realized");
        long start = System.nanoTime();
        profiles.send(AepEvent.keyOf(email), AepEvent.of(Audience.VIP, status, "Demo", "Visitor", form.get("birthDate"), email));
        boolean done = Wait.until(PATIENCE, () -> isMember(email) == wanted);
        return done
                ? "%s is %s static list \"%s\" after %s%n".formatted(email, wanted ? "in" : "out of", list(), Screen.seconds(System.nanoTime() - start))
                : "%s is not %s static list \"%s\" after %d s. Is it a failure (/api/failures), or is Marketo broken?%n"
                        .formatted(email, wanted ? "in" : "out of", list(), PATIENCE.toSeconds());
    }

    private boolean isMember(String email) {
        return marketo.emailsIn(list()).stream().anyMatch(email::equalsIgnoreCase);
    }

    private static String list() {
        return Audience.VIP.list().get(1);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2) {
                form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
