package io.github.listward.profile;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is read from the profile topic.
 *
 * @param maxEventSize Largest profile event that is read. A larger one becomes a dead letter.
 */
@ConfigurationProperties("listward.source")
public record SourceProperties(@DefaultValue("1MB") DataSize maxEventSize) {}
