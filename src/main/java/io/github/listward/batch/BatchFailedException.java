package io.github.listward.batch;

/** Part of a batch could not be done; none of its offsets move, and all of it is read again. */
public class BatchFailedException extends RuntimeException {

    public BatchFailedException(Throwable cause) {
        super(cause.getMessage(), cause);
    }

    public BatchFailedException(String message) {
        super(message);
    }

    /** Spares the work that would be thrown away with the rest of a failed batch. */
    public static void throwIfFailed(Batch batch) {
        if (batch.failed()) {
            throw new BatchFailedException("another call of the same batch failed");
        }
    }
}
