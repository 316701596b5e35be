package io.github.listward.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become true. */
final class Wait {

    private static final Duration STEP = Duration.ofMillis(10);

    private Wait() {}

    /** @return whether it became true in time */
    static boolean until(Duration longest, BooleanSupplier condition) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(STEP);
        }
        return true;
    }

    static void pause(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo was interrupted", e);
        }
    }
}
