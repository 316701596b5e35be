package io.github.listward.demo;

final class Sample {
    static final String GRACE = "grace@example.com";
}
