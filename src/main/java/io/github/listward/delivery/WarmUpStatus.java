package io.github.listward.delivery;

import java.time.Instant;

/**
 * A warm-up as it is shown.
 *
 * @param instance munchkin id
 * @param since and {@code until}: when the leads were created that it is about
 * @param windows exports it takes; {@code windowsDone} are read
 * @param leads rows read so far
 * @param remembered people whose lead is known by it
 * @param ambiguous people who are several leads, and are looked up when they come
 * @param bytesToday of export files, on the Marketo day that is now
 * @param message what it waits for, or failed for; null: nothing
 */
public record WarmUpStatus(
        long number,
        String instance,
        Instant since,
        Instant until,
        State state,
        int windows,
        int windowsDone,
        long leads,
        long remembered,
        long ambiguous,
        long bytesToday,
        long bytesPerDay,
        String message) {

    /** Remembering: all is read, and becomes known. */
    public enum State { EXTRACTING, REMEMBERING, DONE, FAILED }

    static WarmUpStatus of(WarmUp warmUp, long bytesToday, long bytesPerDay) {
        State state = switch (warmUp.state()) {
            case CREATE, ENQUEUE, WAIT, READ -> State.EXTRACTING;
            case REMEMBER -> State.REMEMBERING;
            case DONE -> State.DONE;
            case FAILED -> State.FAILED;
        };
        long reading = warmUp.export() == null ? 0 : warmUp.export().rowsRead();
        return new WarmUpStatus(warmUp.number(), warmUp.instance(), warmUp.since(), warmUp.until(), state, warmUp.windows(), warmUp.windowsDone(),
                warmUp.leads() + reading, warmUp.remembered(), warmUp.ambiguous(), bytesToday, bytesPerDay, warmUp.message());
    }
}
