package io.github.listward.marketo;

import java.time.Duration;

/** Lets time pass; tests move their clock instead. */
@FunctionalInterface
interface Sleeper {

    void sleep(Duration duration) throws InterruptedException;
}
