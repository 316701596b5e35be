package io.github.listward.batch;

import java.time.Duration;

/** Has a topic rest, as a poll that failed does. */
public final class RestingTopics {

    private RestingTopics() {}

    public static void rest(Rests rests, String topic, Duration length, String why) {
        rests.rest(topic, length, why);
    }
}
