package io.github.listward.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Looks for one kind of trouble, again and again. */
interface AlertCheck {

    Set<AlertRule> rules();

    /** What is wrong now, as far as this process can see. */
    List<Breach> look(Instant now);

    /** Whether an alert that {@link #look} did not find is over; otherwise another process may see it. */
    boolean judges(Alert alert);
}
