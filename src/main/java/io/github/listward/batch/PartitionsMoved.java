package io.github.listward.batch;

/**
 * Published when Kafka gives a topic to this process to read, or takes it away; by the consumer's thread, which has nothing of the
 * topic under way then.
 */
public record PartitionsMoved(String topic, boolean assigned) {}
