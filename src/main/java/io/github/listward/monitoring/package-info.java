/** What became of every change: counters, failure reports, health. */
package io.github.listward.monitoring;
