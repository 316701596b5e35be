package io.github.listward.activation;

import io.github.listward.batch.Batch;
import io.github.listward.batch.SourceRecord;
import io.github.listward.batch.Tally.Outcome;
import io.github.listward.profile.Position;
import io.github.listward.profile.UnreadableEventException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes dead letters of what fails in the routes of activation, and counts them. */
@Component("deadLetters")
class DeadLetters {

    /** An event that cannot be read is kept up to here; it may be of any size. */
    static final int LONGEST_CONTENT = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final ChangeFormat format;
    private final KeptOut keptOut;
    private final Clock clock;

    DeadLetters(ChangeFormat format, KeptOut keptOut, Clock clock) {
        this.format = format;
        this.keptOut = keptOut;
        this.clock = clock;
    }

    /** A membership whose status says neither qualified nor exited. */
    FailedChange unknownStatus(MembershipEvent event, Exchange exchange) {
        keptOut.add(Batch.of(exchange), event, Reason.UNKNOWN_STATUS);
        return ofEvent(event, Reason.UNKNOWN_STATUS, Reason.UNKNOWN_STATUS.meaning(), exchange);
    }

    /** What the route could not do, from the exception and from what the route keeps in properties: by now the body may be anything. */
    FailedChange ofFailure(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (exchange.getProperty("failed") != null) {
            throw failure; // it is the dead letter that failed: it is not dead-lettered itself
        }
        if (isOfStoppedRoute(failure)) {
            throw failure; // nothing is wrong with the event: its poll is read again
        }
        SourceRecord record = exchange.getProperty("record", SourceRecord.class);
        if (failure instanceof UnreadableEventException) {
            return ofRecord(record, Reason.UNREADABLE, failure.getMessage(), exchange);
        }
        LOG.error("The event at {} failed unexpectedly with {}; it goes to the dead-letter topic", record, spot(failure));
        MembershipEvent event = exchange.getProperty("membership", MembershipEvent.class);
        String message = "unexpected " + failure.getClass().getSimpleName();
        return event == null ? ofRecord(record, Reason.UNEXPECTED, message, exchange) : ofEvent(event, Reason.UNEXPECTED, message, exchange);
    }

    /** Somebody stops a route while an event passes through it: Camel's parts then refuse their work, some of them in no better way. */
    private static boolean isOfStoppedRoute(Exception failure) {
        return failure instanceof IllegalStateException
                && failure.getStackTrace().length > 0
                && failure.getStackTrace()[0].getClassName().startsWith("org.apache.camel.");
    }

    private FailedChange ofRecord(SourceRecord record, Reason reason, String message, Exchange exchange) {
        count(exchange, record.position(), "", "", reason, 1);
        byte[] value = record.value() == null ? new byte[0] : record.value();
        byte[] content = value.length <= LONGEST_CONTENT ? value : Arrays.copyOf(value, LONGEST_CONTENT);
        return new FailedChange(new DeadLetter(reason.name(), message, null, null, record.position().toString(), null, null, null, clock.instant(), 0),
                content);
    }

    private FailedChange ofEvent(MembershipEvent event, Reason reason, String message, Exchange exchange) {
        Position origin = event.profile().position();
        if (!event.ended()) {
            count(exchange, origin, event.getDataflow(), event.getAudience(), reason, event.weight());
            event.end();
        }
        return new FailedChange(new DeadLetter(reason.name(), message, null, null, origin.toString(), event.getDataflow(), event.getAudience(),
                null, clock.instant(), 0), format.write(event.toChange()));
    }

    /** The kinds of error and where the first one arose, without their messages, which might quote the event. */
    private static String spot(Throwable failure) {
        StringBuilder spot = new StringBuilder(failure.getClass().getName());
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
            spot.append(", caused by ").append(root.getClass().getName());
        }
        return root.getStackTrace().length == 0 ? spot.toString() : spot.append(" at ").append(root.getStackTrace()[0]).toString();
    }

    private static void count(Exchange exchange, Position origin, String dataflow, String audience, Reason reason, int weight) {
        Batch batch = Batch.of(exchange);
        batch.tally().add(origin, dataflow, audience, Outcome.RECEIVED, "", weight);
        batch.tally().add(origin, dataflow, audience, Outcome.FAILED, reason.name(), weight);
    }

    /** For the route: one dead letter or many, as the list the Kafka endpoint sends at once. */
    static List<?> asList(Object body) {
        return body instanceof List<?> list ? list : List.of(body);
    }
}
