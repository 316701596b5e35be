package io.github.listward.profile;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is read from the profile topic.
 *
 * @param maxEventSize Largest profile event that is read. A larger one becomes a dead letter. At most 2MB, so that what is made of it fits Listward's own topics.
 * @param profileKey What ties the events of one profile together: record-key, or none when the topic is keyed by anything but the profile.
 */
@ConfigurationProperties("listward.source")
record SourceProperties(@DefaultValue("1MB") DataSize maxEventSize, @DefaultValue("record-key") ProfileKey profileKey) {

    private static final DataSize LARGEST = DataSize.ofMegabytes(2);

    public SourceProperties {
        if (maxEventSize.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("listward.source.max-event-size is %s. Set it to 2MB or less: what is made of a larger event does not fit Listward's own topics."
                    .formatted(maxEventSize));
        }
    }

    /** See {@link ProfileReader}. */
    public enum ProfileKey { RECORD_KEY, NONE }
}
