package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;

/** Lets a REST call through to its operation, or refuses it; in either case it is counted, and answered in an envelope. */
final class Gate {

    /** Codes whose calls count for neither quota nor rate. Source: Marketo "Error Codes" (those marked with an asterisk). */
    private static final Set<String> FREE = Set.of("601", "602", "604", "605", "608", "611");

    private final Subscription marketo;
    private final Tokens tokens;
    private final Limits limits;
    private final Usage usage;
    private final Faults faults;
    private final Operations operations;
    private final Duration latency;

    Gate(Subscription marketo, Tokens tokens, Limits limits, Usage usage, Faults faults, Operations operations, Duration latency) {
        this.marketo = marketo;
        this.tokens = tokens;
        this.limits = limits;
        this.usage = usage;
        this.faults = faults;
        this.operations = operations;
        this.latency = latency;
    }

    Reply answer(Incoming request) throws InterruptedException {
        String user;
        try {
            // Tokens are taken from the header only. Source: Marketo "Authentication" (removal of the access_token parameter).
            user = tokens.user(request.parameters().containsKey("access_token") ? null : request.authorization());
        } catch (Refusal refusal) {
            usage.called("unauthorized");
            return Reply.json(200, finished(refused(refusal)));
        }
        Limits.Slot slot = limits.enter(user);
        String refusedWith = null;
        try {
            return admitted(request, user);
        } catch (Refusal refusal) {
            refusedWith = refusal.code();
            return Reply.json(200, finished(refused(refusal)));
        } finally {
            limits.leave(slot, refusedWith != null && FREE.contains(refusedWith));
        }
    }

    private Reply admitted(Incoming request, String user) throws InterruptedException {
        Operation operation;
        try {
            operation = operations.find(request.meantMethod(), request.path());
        } catch (Refusal unknown) {
            usage.called("unknown");
            limits.admit();
            throw unknown;
        }
        usage.called(operation.name());
        limits.admit();
        refuseIfBroken();
        if (!latency.isZero()) {
            Thread.sleep(latency.toMillis());
        }
        Faults.Script script = faults.next(operation.name());
        if (script != null && !script.applied()) {
            throw script.refusal();
        }
        Call call = new Call(ids(operation, request.path()), request.parameters(), body(operation, request), upload(operation, request), user, request.range());
        faults.runBefore(operation.name());
        Reply reply = carryOut(operation, call);
        faults.runAfter(operation.name());
        if (script != null) {
            throw script.refusal();
        }
        return reply;
    }

    /** What goes wrong unforeseen is a 611, as with Marketo, and printed. Source: Marketo "Error Codes", 611. */
    private Reply carryOut(Operation operation, Call call) {
        try {
            synchronized (marketo) {
                marketo.proceed();
                return operation.files() != null
                        ? operation.files().answer(call)
                        : Reply.json(200, finished(faults.rewritten(operation.name(), operation.handler().answer(call))));
            }
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException bug) {
            bug.printStackTrace();
            throw Faults.refusal("611");
        }
    }

    private void refuseIfBroken() {
        if (faults.inForce(Fault.UNAVAILABLE_608)) {
            throw Faults.refusal("608");
        }
        if (faults.inForce(Fault.THROTTLED_606)) {
            throw Limits.rateExceeded();
        }
    }

    /** @throws Refusal 612 if the content type is not the operation's. Source: Marketo "Error Codes", 612. */
    private static JsonNode body(Operation operation, Incoming request) {
        boolean empty = request.body().length == 0;
        boolean json = request.contentType().equals("application/json");
        return switch (operation.body()) {
            case NONE -> {
                if (!empty && request.method().equals("POST") && !request.isForm()) {
                    throw wrongType();
                }
                yield null;
            }
            case FORM -> {
                if (!request.isForm()) {
                    throw wrongType();
                }
                yield null;
            }
            case OPTIONAL_JSON -> {
                if (!empty && !json) {
                    throw wrongType();
                }
                yield empty ? null : Json.read(request.body());
            }
            case MULTIPART -> null;
            case JSON -> {
                if (!json) {
                    throw wrongType();
                }
                yield Json.read(request.body());
            }
        };
    }

    private static Upload upload(Operation operation, Incoming request) {
        if (operation.body() != Operation.Body.MULTIPART) {
            return null;
        }
        if (!request.contentType().equals("multipart/form-data")) {
            throw wrongType();
        }
        return Upload.of(request.contentTypeHeader(), request.body());
    }

    private static Refusal wrongType() {
        return new Refusal("612", "Invalid Content Type");
    }

    private static List<String> ids(Operation operation, String path) {
        Matcher matcher = operation.path().matcher(path);
        List<String> ids = new ArrayList<>();
        if (matcher.matches()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                ids.add(matcher.group(group));
            }
        }
        return ids;
    }

    private ObjectNode refused(Refusal refusal) {
        usage.answered(refusal.code());
        return Envelope.refusal(refusal.code(), refusal.getMessage());
    }

    /** With a request id: some hexadecimal digits, {@code #}, the time in hexadecimal milliseconds (as recorded). */
    private ObjectNode finished(ObjectNode answer) {
        answer.path("result").forEach(row -> row.path("reasons").forEach(reason -> usage.skipped(reason.path("code").asText())));
        String requestId = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000)) + "#" + Long.toHexString(marketo.clock.millis());
        return answer.put("requestId", requestId);
    }
}
