package io.github.listward.activation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/** Writes and reads {@link MembershipChange} as the JSON of the change topics. */
@Component
public class ChangeFormat {

    private static final byte[] WAKE_UP = "{\"wakeUp\":true}".getBytes(StandardCharsets.UTF_8);

    private final ObjectWriter writer;
    private final ObjectReader reader;

    public ChangeFormat() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        writer = mapper.writerFor(MembershipChange.class);
        reader = mapper.readerFor(MembershipChange.class);
    }

    /** A record that is no change, and only has delivery look whether there is something else to do. */
    public byte[] wakeUp() {
        return WAKE_UP.clone();
    }

    public boolean isWakeUp(byte[] json) {
        return Arrays.equals(json, WAKE_UP);
    }

    public byte[] write(MembershipChange change) {
        try {
            return writer.writeValueAsBytes(change);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException for what another version or somebody else wrote: nothing of it may be skipped */
    public MembershipChange read(byte[] json) {
        try {
            MembershipChange change = json == null ? null : reader.readValue(json);
            if (change == null) {
                throw new IllegalStateException("A record of the change topic is empty, and no membership change.");
            }
            if (change.version() != MembershipChange.VERSION) {
                throw new IllegalStateException("A change of version " + change.version() + " was found; this Listward reads version "
                        + MembershipChange.VERSION + ". Run the version that wrote it until the topic is drained.");
            }
            return change;
        } catch (IOException e) {
            throw new IllegalStateException("A record of the change topic is no membership change: " + e.getClass().getSimpleName() + ".");
        }
    }
}
