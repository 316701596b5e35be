/** A Kafka poll as one unit of work: its offsets move only after everything done on its behalf has ended. */
package io.github.listward.batch;
