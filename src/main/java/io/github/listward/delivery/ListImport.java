package io.github.listward.delivery;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;

/**
 * A bulk import into a static list: a file of people made of a part of a hold.
 *
 * @param hold number of the hold, which may be over
 * @param fields columns of the file: the match key, then the mapped fields
 * @param fromOffset of the change topic; {@code toOffset} is the first one after it, {@code nextOffset} how far what was imported is recorded
 * @param people rows of the file
 * @param batchId Marketo's id of the import, or null while it has none
 * @param uploads how often the file was sent; {@code lost}: how often Marketo no longer knew the id; {@code unread}: how often the
 *     failures could not be read
 * @param processed rows Marketo says it is done with, of which {@code failed} and {@code warned}
 * @param message what Marketo said of it, free of personal data; empty for nothing
 */
public record ListImport(
        long number,
        long hold,
        String instance,
        String dataflow,
        String audience,
        String destination,
        long listId,
        List<String> fields,
        @JsonIgnore long fromOffset,
        @JsonIgnore long toOffset,
        @JsonIgnore long nextOffset,
        long people,
        State state,
        Long batchId,
        int uploads,
        @JsonIgnore int lost,
        @JsonIgnore int unread,
        long processed,
        long failed,
        long warned,
        String message,
        @JsonIgnore Instant notBefore,
        Instant beganAt,
        Instant finishedAt) {

    /**
     * {@code SELECTING} its people; {@code SUBMITTING} the file, which Marketo may have already; {@code RUNNING} in Marketo;
     * {@code RECORDING} who was imported; {@code DONE}; {@code FAILED}: its people are delivered one by one.
     */
    public enum State {
        SELECTING, SUBMITTING, RUNNING, RECORDING, DONE, FAILED;

        public boolean isOver() {
            return this == DONE || this == FAILED;
        }
    }

    /** The field a person is matched by. */
    String keyField() {
        return fields.get(0);
    }

    @Override
    public String toString() {
        return "import " + number + " of hold " + hold;
    }
}
