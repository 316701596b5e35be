package io.github.listward.batch;

import org.apache.kafka.common.KafkaException;

/** A topic cannot be read on without passing over something. It is tried again now and then. */
class TopicRefusedException extends KafkaException {

    TopicRefusedException(String topic, String why) {
        super("Topic " + topic + " " + why + ". docs/operations.md, \"A topic is refused\", says what to do.");
    }
}
