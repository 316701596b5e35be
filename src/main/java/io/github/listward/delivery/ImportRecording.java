package io.github.listward.delivery;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.LastOutcomes;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Person;
import io.github.listward.batch.RecordReader;
import io.github.listward.batch.SourceRecord;
import io.github.listward.batch.Tallies;
import io.github.listward.batch.Tally;
import io.github.listward.delivery.LeadTable.KnownLead;
import io.github.listward.delivery.Outcome.Effect;
import io.github.listward.delivery.WantedTable.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records who was imported, while all of the feed is still held: whatever comes after then finds what was wanted, and an exit takes out
 * whom the import put in. A part of the range at a time, each in one transaction with how far it has come, so that it is counted once.
 */
@Component
class ImportRecording {

    private final ListImports imports;
    private final Holds holds;
    private final WantedTable wanted;
    private final LeadTable leads;
    private final LastOutcomes lastOutcomes;
    private final Tallies tallies;
    private final Leases leases;
    private final RecordReader reader;
    private final ChangeFormat format;
    private final TransactionTemplate transaction;
    private final String changeTopics;

    ImportRecording(
            ListImports imports,
            Holds holds,
            WantedTable wanted,
            LeadTable leads,
            LastOutcomes lastOutcomes,
            Tallies tallies,
            Leases leases,
            RecordReader reader,
            ChangeFormat format,
            TransactionTemplate transaction,
            @Value("${listward.topics.changes}.") String changeTopics) {
        this.imports = imports;
        this.holds = holds;
        this.wanted = wanted;
        this.leads = leads;
        this.lastOutcomes = lastOutcomes;
        this.tallies = tallies;
        this.leases = leases;
        this.reader = reader;
        this.format = format;
        this.transaction = transaction;
        this.changeTopics = changeTopics;
    }

    /** All that is left of it. */
    void record(ListImport each) {
        long next = each.nextOffset();
        while (next < each.toOffset()) {
            List<SourceRecord> records = reader.readFrom(changeTopics + each.instance(), 0, next, HoldScan.READ);
            long from = next;
            long end = records.isEmpty() ? each.toOffset() : Math.min(each.toOffset(), records.get(records.size() - 1).position().offset() + 1);
            transaction.executeWithoutResult(status -> record(each, records, from, end));
            next = end;
        }
        imports.done(each);
    }

    private void record(ListImport each, List<SourceRecord> records, long from, long end) {
        leases.verify(each.instance());
        if (!imports.recorded(each, from, end)) {
            throw new LeaseLostException(each.instance(), "was another process's meanwhile");
        }
        Map<Long, List<ImportRow>> rows = imports.rows(each, from, end);
        List<MembershipChange> changes = new ArrayList<>();
        List<ImportRow> people = new ArrayList<>();
        Set<String> learnt = learntMeanwhile(each, rows);
        for (SourceRecord record : records) {
            List<ImportRow> imported = rows.get(record.position().offset());
            if (imported != null && imported.stream().noneMatch(row -> learnt.contains(row.person()))) {
                changes.add(format.read(record.value()));
                people.addAll(imported);
                rows.remove(record.position().offset());
            }
        }
        imports.leaveOut(each, rows.keySet());
        keep(each, changes, people);
    }

    /**
     * Whose leads another audience has delivered to since: they are delivered to this one as well when the hold is released. What was
     * imported may be older than what was sent to them, and is not what Marketo is known to have any more.
     */
    private Set<String> learntMeanwhile(ListImport each, Map<Long, List<ImportRow>> rows) {
        Set<String> learnt = leads.of(each.destination(), rows.values().stream().flatMap(List::stream).map(ImportRow::person).toList()).stream()
                .filter(lead -> !lead.isImported())
                .map(KnownLead::person)
                .collect(Collectors.toSet());
        leads.forgetAttributesOf(each.destination(), learnt);
        return learnt;
    }

    private void keep(ListImport each, List<MembershipChange> changes, List<ImportRow> people) {
        wanted.put(changes.stream().flatMap(change -> change.people().stream().map(person -> wish(change, person))).toList());
        leads.putImported(each.destination(), people.stream().map(row -> KnownLead.imported(row.person(), row.attributesHash(), row.attributesAt())).toList());
        lastOutcomes.put(changes.stream().flatMap(change -> change.people().stream().map(person -> Trail.imported(change, person))).toList());
        if (!people.isEmpty()) {
            holds.imported(each.hold(), people.size());
            Tally tally = Tally.ofNoBatch();
            tally.add(each.dataflow(), each.audience(), Tally.Outcome.HELD, "", -people.size());
            tally.add(each.dataflow(), each.audience(), Tally.Outcome.ACTIVATED, Effect.IMPORTED.name().toLowerCase(Locale.ROOT), people.size());
            tallies.record(tally);
        }
    }

    private static Wanted wish(MembershipChange change, Person person) {
        return new Wanted(new Move(change, person, false, false).key(), true, WishOrder.of(change));
    }
}
