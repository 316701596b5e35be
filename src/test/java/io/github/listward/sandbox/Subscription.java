package io.github.listward.sandbox;

import java.time.Clock;
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

    Subscription(Clock clock, Map<String, List<String>> workspaces) {
        this.clock = clock;
        this.partitions = new Partitions(workspaces);
        this.leads = new Leads(clock);
        this.folders = new Folders(clock, partitions.workspaces());
        this.lists = new StaticLists(clock);
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
