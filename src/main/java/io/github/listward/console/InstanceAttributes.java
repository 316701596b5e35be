package io.github.listward.console;

import io.github.listward.monitoring.InstanceBudget;
import io.github.listward.monitoring.InstanceBudgets;
import io.github.listward.monitoring.InstanceStanding;
import io.github.listward.monitoring.Standings;
import java.util.Objects;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;

/** One Marketo instance in Hawtio: numbers, so that they can be charted. */
@ManagedResource(description = "How a Marketo instance stands, and what it has left of its day's calls")
public class InstanceAttributes {

    private final String instance;
    private final InstanceBudgets budgets;
    private final Standings standings;

    InstanceAttributes(String instance, InstanceBudgets budgets, Standings standings) {
        this.instance = instance;
        this.budgets = budgets;
        this.standings = standings;
    }

    @ManagedAttribute(description = "UP, DEGRADED (something is not delivered, or somebody has to look), DOWN (nothing is delivered) or UNKNOWN")
    public String getStatus() {
        return standing().standing().status().name();
    }

    @ManagedAttribute(description = "Why it is not up, and what to do; empty while it is")
    public String getCause() {
        return Objects.toString(standing().standing().cause(), "");
    }

    @ManagedAttribute(description = "When it came to have that status; empty where nobody knows")
    public String getSince() {
        return Objects.toString(standing().standing().since(), "");
    }

    @ManagedAttribute(description = "Changes that wait in Kafka and are not held; -1 before anybody has looked")
    public long getWaiting() {
        return Objects.requireNonNullElse(standing().waiting(), -1L);
    }

    @ManagedAttribute(description = "When the first change that waits was queued; empty if none does")
    public String getOldestUndelivered() {
        return Objects.toString(standing().oldestUndelivered(), "");
    }

    @ManagedAttribute(description = "Our share of the daily quota, in calls")
    public int getDailyCalls() {
        return budget().dailyCalls();
    }

    @ManagedAttribute(description = "Our calls of the day")
    public int getUsed() {
        return budget().used();
    }

    @ManagedAttribute(description = "Calls of the instance's other users of the day, as last read")
    public int getOthersUsed() {
        return budget().othersUsed();
    }

    @ManagedAttribute(description = "Calls left of our share, or of what others leave of it")
    public int getLeft() {
        return budget().left();
    }

    @ManagedAttribute(description = "The last calls of the share, for removals only")
    public int getRemovalsReserve() {
        return budget().removalsReserve();
    }

    @ManagedAttribute(description = "Calls in the bucket; below zero where more were used than there should have been by now")
    public int getAvailable() {
        return budget().available();
    }

    @ManagedAttribute(description = "What the bucket had at midnight US Central, in calls")
    public int getBucket() {
        return budget().bucket();
    }

    @ManagedAttribute(description = "Calls that flow into the bucket in an hour")
    public long getRefillPerHour() {
        return budget().refillPerHour();
    }

    @ManagedAttribute(description = "AMPLE, LOW (a fifth is left), RESERVE (additions are held) or USED")
    public String getLevel() {
        return budget().level().name();
    }

    @ManagedAttribute(description = "Until when changes gather for full calls, at the longest; empty if none do")
    public String getRestingUntil() {
        return budget().restingUntil() == null ? "" : budget().restingUntil().toString();
    }

    @ManagedAttribute(description = "All of it in words")
    public String getSummary() {
        return budget().summary();
    }

    private InstanceStanding standing() {
        return standings.instance(instance).orElseThrow();
    }

    private InstanceBudget budget() {
        return budgets.of(instance).orElseThrow();
    }
}
