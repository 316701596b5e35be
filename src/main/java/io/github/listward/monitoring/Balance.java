package io.github.listward.monitoring;

import java.util.List;

/**
 * How received changes divide.
 *
 * @param ended activated, excluded or failed
 */
record Balance(long received, long ended, long held) {

    static final Balance NONE = new Balance(0, 0, 0);

    /** An amount of a counter of this outcome. */
    record Amount(String outcome, long amount) {}

    static Balance of(List<Amount> amounts) {
        Balance sum = NONE;
        for (Amount each : amounts) {
            sum = switch (each.outcome()) {
                case "received" -> new Balance(sum.received + each.amount(), sum.ended, sum.held);
                case "activated", "excluded", "failed" -> new Balance(sum.received, sum.ended + each.amount(), sum.held);
                case "held" -> new Balance(sum.received, sum.ended, sum.held + each.amount());
                default -> sum; // no change
            };
        }
        return sum;
    }

    static Balance of(Sums sums) {
        return new Balance(sums.received(), sums.activated() + sums.excluded() + sums.failed(), sums.heldChange());
    }

    Balance minus(Balance later) {
        return new Balance(received - later.received, ended - later.ended, held - later.held);
    }

    long inFlight() {
        return received - ended - held;
    }
}
