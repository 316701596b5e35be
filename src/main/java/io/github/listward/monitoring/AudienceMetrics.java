package io.github.listward.monitoring;

import java.time.Instant;
import java.util.List;

/**
 * What was counted of an audience, in each dataflow that activates it or did.
 *
 * @param from first hour of the window
 * @param to the hour after its last one
 */
public record AudienceMetrics(String audience, Instant from, Instant to, List<OfDataflow> dataflows) {

    /**
     * @param dataflow empty: the time no dataflow activated the audience
     * @param name of the audience or of its list; null where none is known
     * @param received since ever, and so what it became
     * @param held now, and so in flight
     * @param points of the hours or days something was counted in, the oldest first
     */
    record OfDataflow(
            String dataflow,
            String name,
            long received,
            long activated,
            long excluded,
            long failed,
            long held,
            long inFlight,
            Sums window,
            List<Point> points) {}

    record Point(
            Instant start, long profilesReceived, long received, long activated, long excluded, long failed, long heldChange, long calls) {

        static Point of(Instant start, Sums sums) {
            return new Point(
                    start, sums.profilesReceived(), sums.received(), sums.activated(), sums.excluded(), sums.failed(), sums.heldChange(), sums.calls());
        }
    }
}
