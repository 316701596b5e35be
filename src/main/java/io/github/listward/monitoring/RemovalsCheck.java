package io.github.listward.monitoring;

import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.monitoring.AlertSettings.Thresholds;
import io.github.listward.monitoring.EndedChanges.Removals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks whether a list is being emptied: a mistake upstream exits a whole audience. It holds nothing back. */
@Component
class RemovalsCheck implements AlertCheck {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final double WHOLE = 100;

    private final EndedChanges ended;
    private final JdbcClient jdbc;
    private final Definitions definitions;
    private final AlertSettings settings;

    RemovalsCheck(EndedChanges ended, JdbcClient jdbc, Definitions definitions, AlertSettings settings) {
        this.ended = ended;
        this.jdbc = jdbc;
        this.definitions = definitions;
        this.settings = settings;
    }

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.REMOVALS_GUARD);
    }

    @Override
    public List<Breach> look(Instant now) {
        Instant since = EndedChanges.beginning(now, WINDOW);
        List<Breach> breaches = new ArrayList<>();
        for (Removals removals : ended.removalsSince(since)) {
            Activation activation = definitions.activation(removals.dataflow(), removals.audience());
            Thresholds limits = settings.of(removals.dataflow());
            if (activation == null || removals.people() < limits.leastChanges()) {
                continue;
            }
            // So many members and it is no alert: no more of them need be counted.
            long enough = (long) (removals.people() * (WHOLE - limits.removalsRate().value()) / limits.removalsRate().value()) + 1;
            long members = members(removals, enough);
            long before = members + removals.people();
            if (limits.removalsRate().isExceededBy(removals.people(), before)) {
                double value = WHOLE * removals.people() / before;
                breaches.add(Breach.ofAudience(AlertRule.REMOVALS_GUARD, activation.destination().instance(), removals.dataflow(), removals.audience(), value,
                        limits.removalsRate().value(),
                        ("%d people were removed from its list since %s, and %d members are known to be left: %s, over %s. Nothing is held back: if it is a "
                                + "mistake, pause the audience's producer, and settle the audience when it is mended")
                                        .formatted(removals.people(), since, members, Percent.text(value), limits.removalsRate())));
            }
        }
        return breaches;
    }

    private long members(Removals removals, long most) {
        return jdbc.sql("""
                        select count(*) from (select d.lead_id from delivered d join audience_list l on l.instance = d.instance and l.list_id = d.list_id
                          where l.dataflow = ? and l.audience = ? and d.member limit ?) as known""")
                .params(removals.dataflow(), removals.audience(), most)
                .query(Long.class)
                .single();
    }

    @Override
    public boolean judges(Alert alert) {
        return true;
    }
}
