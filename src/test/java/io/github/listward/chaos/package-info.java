/**
 * The packaged jar under faults: killed, frozen, cut off from Marketo and Kafka, and in the end held against a model of what must be
 * true. docs/reliability.md says what is promised, and what came out.
 */
package io.github.listward.chaos;
