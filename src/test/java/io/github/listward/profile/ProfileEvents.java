package io.github.listward.profile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.listward.ProfileEventBuilder;
import io.github.listward.profile.SourceProperties.ProfileKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.util.unit.DataSize;

/** Profile events as they are read, for tests of other packages. */
public final class ProfileEvents {

    private ProfileEvents() {}

    /** @param key record key, or null */
    public static ProfileEvent read(ProfileEventBuilder event, String key, IdentityHash hash, Position position, Instant recordedAt) {
        var reader = new ProfileReader(new ObjectMapper(), hash, new SourceProperties(DataSize.ofMegabytes(1), ProfileKey.RECORD_KEY));
        try {
            return reader.read(event.bytes(), key == null ? null : key.getBytes(StandardCharsets.UTF_8), position, recordedAt);
        } catch (UnreadableEventException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
