package io.github.listward.chaos;

/** An audience of a dataflow, and the static list it feeds. */
public record Feed(String dataflow, String audience, String instance, String list) {}
