package io.github.listward.sandbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything a Marketo subscription holds. Not thread-safe: whoever touches it holds its monitor. */
final class Subscription {

    final Clock clock;
    final Partitions partitions;
    final Fields fields = new Fields();
    final Leads leads;
    final Folders folders;
    final StaticLists lists;
    private final List<Runnable> jobs = new ArrayList<>();

    Subscription(Clock clock, Map<String, List<String>> workspaces) {
        this.clock = clock;
        this.partitions = new Partitions(workspaces);
        this.leads = new Leads(clock);
        this.folders = new Folders(clock, partitions.workspaces());
        this.lists = new StaticLists(clock);
    }

    /** @param job brings what runs in the background as far as the clock says */
    void has(Runnable job) {
        jobs.add(job);
    }

    /** To be called before anything is asked or changed, so that jobs and calls take effect in the order of the clock. */
    void proceed() {
        jobs.forEach(Runnable::run);
    }

    void deleteLead(long id) {
        leads.delete(id);
        lists.leadDeleted(id);
    }

    void mergeLeads(long winner, long loser) {
        lists.leadMerged(winner, loser);
        leads.delete(loser);
    }
}
