package io.github.listward.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** The wire: HTTP in, HTTP out, and what can break between the two. */
final class SandboxServer implements AutoCloseable {

    /** Source: Marketo "REST API", limits. */
    private static final int MAX_BODY = 1024 * 1024;
    /** Of the multipart body of an import, whose file is to be less than 10 MB, taken as the smaller of the two. Source: Marketo "Bulk Lead Import". */
    private static final int MAX_IMPORT = 10_000_000;
    private static final String IMPORT = "/bulk/v1/leads.json";
    private static final int MAX_URI = 8 * 1024;
    /** Smaller answers are never compressed. Source: Marketo "Performance". */
    private static final int MIN_COMPRESSED = 1024;

    static {
        // Without it the server's answers wait 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", System.getProperty("sun.net.httpserver.nodelay", "true"));
    }

    private final Identity identity;
    private final Gate gate;
    private final SandboxControl control;
    private final Faults faults;
    private final Usage usage;
    private final HttpServer server;
    private final ExecutorService threads;

    SandboxServer(int port, Identity identity, Gate gate, SandboxControl control, Faults faults, Usage usage) {
        this.identity = identity;
        this.gate = gate;
        this.control = control;
        this.faults = faults;
        this.usage = usage;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "marketo-sandbox");
            thread.setDaemon(true);
            return thread;
        });
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot listen on port " + port, e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        faults.heal();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (SandboxControl.isFor(exchange.getRequestURI().getPath())) {
                send(exchange, control.answer(Incoming.read(exchange, MAX_BODY)));
            } else if (!brokenBefore(exchange)) {
                Incoming request = Incoming.read(exchange, maxBody(exchange.getRequestURI().getPath()));
                Reply reply = answer(request);
                if (!faults.inForce(Fault.DROPS_AFTER_COMMIT)) {
                    send(exchange, faults.inForce(Fault.TRUNCATES_JSON) ? half(reply) : reply);
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the request got lost on its way. */
    private boolean brokenBefore(HttpExchange exchange) throws IOException, InterruptedException {
        if (faults.inForce(Fault.BAD_GATEWAY)) {
            send(exchange, page(502, "Bad Gateway"));
            return true;
        }
        Reply other = faults.inPlaceOfMarketo();
        if (other != null) {
            send(exchange, other);
            return true;
        }
        if (faults.inForce(Fault.HANGS)) {
            faults.awaitEnd(Fault.HANGS);
            return true;
        }
        return faults.inForce(Fault.RESETS_CONNECTION);
    }

    private Reply answer(Incoming request) throws InterruptedException {
        if (request.uriLength() > MAX_URI) {
            return page(414, "Request-URI Too Long");
        }
        if (request.body().length > maxBody(request.path())) {
            return page(413, "Request Entity Too Large");
        }
        return request.path().equals(Identity.PATH) ? identity.answer(request) : gate.answer(request);
    }

    private static int maxBody(String path) {
        return path.equals(IMPORT) ? MAX_IMPORT : MAX_BODY;
    }

    private Reply page(int status, String title) {
        usage.answered(String.valueOf(status));
        return Reply.html(status, "<html><head><title>" + status + " " + title + "</title></head><body><h1>" + title + "</h1></body></html>");
    }

    private static Reply half(Reply reply) {
        return new Reply(reply.status(), reply.contentType(), Arrays.copyOf(reply.body(), reply.body().length / 2), reply.headers());
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body();
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        // What the bulk endpoints answer never is. Source: Marketo "Performance".
        boolean bulk = exchange.getRequestURI().getPath().startsWith("/bulk/");
        if (!bulk && accepted != null && accepted.contains("gzip") && body.length >= MIN_COMPRESSED) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(body);
            }
            body = compressed.toByteArray();
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
