package io.github.listward.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How far an instance's warm-up has come. Leads are extracted window by window of their creation; when all are read, they become known.
 *
 * @param list of whose members those are learnt who were imported, or null: everybody
 * @param since and {@code until}: when the leads were created that it is about
 * @param windowFrom where the window at hand begins
 * @param tries of this window that failed
 * @param notBefore when it goes on
 * @param export the export of the window at hand, or null
 * @param leads rows read so far
 * @param remembered people whose lead is known by it
 * @param ambiguous people who are several leads
 * @param message what it waits for, or failed for; null: nothing
 */
record WarmUp(
        long number,
        String instance,
        Long list,
        Instant since,
        Instant until,
        State state,
        Instant windowFrom,
        int tries,
        Instant notBefore,
        Export export,
        long leads,
        long remembered,
        long ambiguous,
        String message) {

    /** Marketo takes 31 days at most. Source: Marketo "Bulk Extract", Limits. */
    private static final Duration WINDOW = Duration.ofDays(30);

    /** What comes next, or that nothing does. */
    enum State { CREATE, ENQUEUE, WAIT, READ, REMEMBER, DONE, FAILED }

    /**
     * @param id Marketo's
     * @param bytes of its file, or null while that is not written
     * @param rows of its file, or null if Marketo does not say
     * @param nextByte how far it is read
     * @param rowsRead so far
     * @param columns of its file, or null while nothing is read
     */
    record Export(String id, Long bytes, Long rows, long nextByte, long rowsRead, List<String> columns) {

        static Export created(String id) {
            return new Export(id, null, null, 0, 0, null);
        }

        Export written(long bytes, Long rows) {
            return new Export(id, bytes, rows, 0, 0, null);
        }

        Export read(ExtractFile.Part part) {
            return new Export(id, bytes, rows, nextByte + part.bytes(), rowsRead + part.rows(), part.columns());
        }

        boolean isRead() {
            return nextByte >= bytes;
        }

        /** Whether as many rows were read as Marketo has written. */
        boolean isComplete() {
            return rows == null || rows == rowsRead;
        }
    }

    static WarmUp begin(String instance, Instant since, Instant now) {
        State state = since.isBefore(now) ? State.CREATE : State.REMEMBER;
        return new WarmUp(0, instance, null, since, now, state, since, 0, now, null, 0, 0, 0, null);
    }

    /** An import says no lead's id: the members of its list are extracted, in one window. */
    static WarmUp ofList(String instance, long list, Instant now) {
        Instant since = now.minusSeconds(1);
        return new WarmUp(0, instance, list, since, now, State.CREATE, since, 0, now, null, 0, 0, 0, null);
    }

    Instant windowEnd() {
        Instant end = windowFrom.plus(WINDOW);
        return end.isBefore(until) ? end : until;
    }

    boolean isOver() {
        return state == State.DONE || state == State.FAILED;
    }

    int windows() {
        return windows(until);
    }

    int windowsDone() {
        return state == State.REMEMBER || state == State.DONE ? windows() : windows(windowFrom);
    }

    private int windows(Instant end) {
        long length = WINDOW.toSeconds();
        return Math.toIntExact(Math.max(0, (Duration.between(since, end).toSeconds() + length - 1) / length));
    }

    WarmUp to(State next, Instant when, Export now) {
        return new WarmUp(number, instance, list, since, until, next, windowFrom, tries, when, now, leads, remembered, ambiguous, null);
    }

    /** The window is read. */
    WarmUp nextWindow(Instant now) {
        boolean isLast = !windowEnd().isBefore(until);
        return new WarmUp(number, instance, list, since, until, isLast ? State.REMEMBER : State.CREATE, windowEnd(), 0, now, null,
                leads + export.rowsRead(), remembered, ambiguous, null);
    }

    WarmUp waiting(Instant when, String reason) {
        return new WarmUp(number, instance, list, since, until, state, windowFrom, tries, when, export, leads, remembered, ambiguous, reason);
    }

    /** The window is extracted anew; what was read of it is read again, and changes nothing. */
    WarmUp again(Instant when, String reason) {
        return new WarmUp(number, instance, list, since, until, State.CREATE, windowFrom, tries + 1, when, null, leads, remembered, ambiguous, reason);
    }

    WarmUp ended(State state, String reason) {
        return new WarmUp(number, instance, list, since, until, state, windowFrom, tries, notBefore, null, leads, remembered, ambiguous, reason);
    }

    WarmUp remembered(long more, long moreAmbiguous) {
        return new WarmUp(number, instance, list, since, until, state, windowFrom, tries, notBefore, export, leads, remembered + more, ambiguous + moreAmbiguous, message);
    }
}
