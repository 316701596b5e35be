package io.github.listward.marketo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What Marketo says that waiting will not mend and nobody has configured wrongly: a code that is not in {@link ErrorCodes}, or
 * that the form of our requests is wrong. Told once, at ERROR, and remembered for the health.
 */
@Component
public class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    /** Nothing later takes back what was said of a record, so it is shown for a while. */
    private static final Duration RECORDS_SHOWN_FOR = Duration.ofDays(1);

    /**
     * @param instance munchkin id
     * @param operation what the call was to do, e.g. {@code add-to-list}
     * @param code Marketo's code, or one of ours from {@link ErrorCodes}
     * @param requestId of the latest time, or null
     * @param message what happened, free of personal data
     * @param ofRecord whether it was said of a record, which then failed; otherwise of a whole call, whose batch waits
     * @param since when it was said first
     * @param latest when it was said last
     */
    public record Alarm(
            String instance, String operation, String code, String requestId, String message, boolean ofRecord, Instant since, Instant latest) {

        private boolean isShownAt(Instant now) {
            return !ofRecord || now.isBefore(latest.plus(RECORDS_SHOWN_FOR));
        }
    }

    private record Key(String instance, String operation, String code, boolean ofRecord) {}

    private final Clock clock;
    private final Map<Key, Alarm> alarms = new ConcurrentHashMap<>();

    Alarms(Clock clock) {
        this.clock = clock;
    }

    /** A whole call failed this way; the alarm stands until one of the same operation succeeds. */
    public void ofCall(MarketoRequest request, String code, String requestId, String message) {
        raise(new Key(request.instance(), request.operation(), code, false), requestId, message);
    }

    /** A record failed this way. */
    public void ofRecord(String instance, String operation, String code, String requestId, String message) {
        raise(new Key(instance, operation, code, true), requestId, message);
    }

    /** A call of the operation succeeded. */
    void over(MarketoRequest request) {
        alarms.keySet().removeIf(key -> {
            boolean over = !key.ofRecord() && key.instance().equals(request.instance()) && key.operation().equals(request.operation());
            if (over) {
                LOG.info("Marketo instance {} answers {} again; the alarm of code {} is over", key.instance(), key.operation(), key.code());
            }
            return over;
        });
    }

    /** What stands for the instance now, the latest first. */
    public List<Alarm> of(String instance) {
        Instant now = clock.instant();
        alarms.values().removeIf(alarm -> !alarm.isShownAt(now));
        return alarms.values().stream()
                .filter(alarm -> alarm.instance().equals(instance))
                .sorted(Comparator.comparing(Alarm::latest).reversed())
                .toList();
    }

    private void raise(Key key, String requestId, String message) {
        Instant now = clock.instant();
        alarms.compute(key, (same, before) -> {
            boolean told = before != null && before.isShownAt(now);
            if (!told) {
                LOG.error("Alarm of Marketo instance {}: {} {}", key.instance(), message, ErrorCodes.of(key.code()).remedy());
            }
            return new Alarm(key.instance(), key.operation(), key.code(), requestId, message, key.ofRecord(), told ? before.since() : now, now);
        });
    }
}
