package io.github.listward.marketo;

import java.util.Map;
import org.slf4j.MDC;

/**
 * What the log lines of a thread are about, beside what they say: which records it handles, and which call of Marketo's it is about
 * (docs/operations.md). Nothing in it is personal data. Camel's own log context would be set up anew for each of forty thousand parts of a flush.
 */
public final class LogContext {

    /** Munchkin id. */
    static final String INSTANCE = "instance";

    static final String OPERATION = "operation";

    /** Marketo's id of the last call, to name to Adobe Support. */
    static final String REQUEST_ID = "requestId";

    /** Where what is handled stands in Kafka, e.g. {@code listward.changes.123-ABC-456-0@12..99}. */
    private static final String RECORDS = "records";

    private LogContext() {}

    /** The thread handles these records, until {@link #clear}. */
    public static void records(String positions) {
        callOver();
        MDC.put(RECORDS, positions);
    }

    /** The thread makes a call; what is logged until the next one is about it. */
    static void call(MarketoRequest request) {
        MDC.remove(REQUEST_ID);
        MDC.put(INSTANCE, request.instance());
        MDC.put(OPERATION, request.operation());
    }

    /** @param requestId null if there is none */
    static void answered(String requestId) {
        if (requestId != null) {
            MDC.put(REQUEST_ID, requestId);
        }
    }

    /** What is logged from now on is about no call. */
    static void callOver() {
        MDC.remove(INSTANCE);
        MDC.remove(OPERATION);
        MDC.remove(REQUEST_ID);
    }

    public static void clear() {
        MDC.remove(RECORDS);
        callOver();
    }

    /** The task as it is to run on another thread: about the same as what this one does now. */
    public static Runnable handedOn(Runnable task) {
        Map<String, String> here = MDC.getCopyOfContextMap();
        return () -> {
            if (here != null) {
                MDC.setContextMap(here);
            }
            try {
                task.run();
            } finally {
                MDC.clear();
            }
        };
    }
}
