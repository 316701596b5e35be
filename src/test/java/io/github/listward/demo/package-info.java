/** One command shows Listward at work: Kafka, a Marketo sandbox and Listward in one JVM, with a sample played in. */
package io.github.listward.demo;
