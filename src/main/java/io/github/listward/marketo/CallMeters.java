package io.github.listward.marketo;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * Meters of what is sent to Marketo (docs/metrics.md). Their labels are the munchkin id, an operation, a verdict and a code of
 * {@link ErrorCodes}: all of them few, and none told by Marketo or by a profile.
 */
@Component("callMeters")
class CallMeters {

    /** Label: the Marketo instance. Not {@code instance}, which Prometheus gives to the process it scrapes. */
    static final String MUNCHKIN_ID = "munchkin.id";

    /** Exchange property: {@link System#nanoTime} of when the call was sent. */
    private static final String SENT = "marketoCallSent";

    private final MeterRegistry registry;

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Why a call is sent once more. */
    enum Again { UNAVAILABLE, THROTTLED, TOKEN_REJECTED }

    /** The call goes out now; whatever was waited for before is not part of how long it takes. */
    void sent(Exchange exchange) {
        exchange.setProperty(SENT, System.nanoTime());
    }

    /** However it ended; a call that was not sent counts as none. */
    void ended(@ExchangeProperty(CallGate.REQUEST) MarketoRequest request, Exchange exchange) {
        Long sent = (Long) exchange.removeProperty(SENT);
        if (sent != null) {
            Duration took = Duration.ofNanos(System.nanoTime() - sent);
            if (exchange.getMessage().getBody() instanceof MarketoAnswer answer) {
                ended(request, answer.refusal() == null ? "accepted" : label(Reaction.DONE), took);
            } else {
                failed(request, codeOf(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)), took);
            }
        }
    }

    private void failed(MarketoRequest request, String code, Duration took) {
        ended(request, code == null || code.equals(ErrorCodes.NO_ANSWER) ? ErrorCodes.NO_ANSWER : label(ErrorCodes.of(code).reaction()), took);
        registry.counter("listward.refusals", MUNCHKIN_ID, request.instance(), "code", ErrorCodes.nameOf(code)).increment();
    }

    private void ended(MarketoRequest request, String verdict, Duration took) {
        registry.timer("listward.calls", MUNCHKIN_ID, request.instance(), "operation", request.operation(), "verdict", verdict)
                .record(took.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Null if there was no answer to find one in, or none that could be judged. */
    private static String codeOf(Exception failure) {
        if (failure instanceof MarketoThrottledException throttled) {
            return throttled.code();
        }
        if (failure instanceof MarketoUnavailableException unavailable) {
            return unavailable.code();
        }
        return failure instanceof MarketoRefusedException refused ? refused.code() : null;
    }

    void sentAgain(MarketoRequest request, Again why) {
        registry.counter("listward.retries", MUNCHKIN_ID, request.instance(), "cause", label(why)).increment();
    }

    /** @param failure null if there is a new access token */
    void tokenAskedFor(Instance instance, Throwable failure) {
        String outcome = failure == null ? "renewed" : failure instanceof MarketoRefusedException ? "refused" : "unavailable";
        registry.counter("listward.token.renewals", MUNCHKIN_ID, instance.munchkinId(), "outcome", outcome).increment();
    }

    private static String label(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
