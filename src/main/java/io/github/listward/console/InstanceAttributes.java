package io.github.listward.console;

import io.github.listward.monitoring.InstanceBudget;
import io.github.listward.monitoring.InstanceBudgets;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedResource;

/** One Marketo instance in Hawtio: numbers, so that they can be charted. */
@ManagedResource(description = "What a Marketo instance has left of its day's calls")
public class InstanceAttributes {

    private final String instance;
    private final InstanceBudgets budgets;

    InstanceAttributes(String instance, InstanceBudgets budgets) {
        this.instance = instance;
        this.budgets = budgets;
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

    private InstanceBudget budget() {
        return budgets.of(instance).orElseThrow();
    }
}
