package io.github.listward.profile;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is read from the profile topic.
 *
 * @param maxEventSize Largest profile event that is read. A larger one becomes a dead letter.
 * @param profileKey What ties the events of one profile together: record-key, or none when the topic is keyed by anything but the profile.
 */
@ConfigurationProperties("listward.source")
record SourceProperties(@DefaultValue("1MB") DataSize maxEventSize, @DefaultValue("record-key") ProfileKey profileKey) {

    /** See {@link ProfileReader}. */
    public enum ProfileKey { RECORD_KEY, NONE }
}
