package io.github.listward.activation;

import io.github.listward.destination.Audience;
import io.github.listward.destination.Audience.WhenEnded;
import io.github.listward.destination.Definitions.Activation;
import java.time.Instant;

/** Whether an audience takes people in at a moment, whatever their upstream status says. Exits pass under any terms. */
public enum Terms {
    OPEN,
    /** Paused, or disabled in the definitions. */
    PAUSED,
    /** Its start has not come, or its end has passed and its members stay. */
    OUT_OF_SCHEDULE,
    /** Its end has passed and nobody is to be in its list any more, paused or not. */
    ENDED;

    /** @param paused whether somebody has paused it */
    public static Terms of(Activation activation, boolean paused, Instant now) {
        Audience audience = activation.audience();
        boolean hasEnded = audience.end() != null && !now.isBefore(audience.end());
        boolean hasStarted = audience.start() == null || !now.isBefore(audience.start());
        if (hasEnded && audience.whenEnded() == WhenEnded.CLEAR) {
            return ENDED;
        }
        if (paused || !audience.enabled() || !activation.dataflow().enabled()) {
            return PAUSED;
        }
        return hasStarted && !hasEnded ? OPEN : OUT_OF_SCHEDULE;
    }
}
