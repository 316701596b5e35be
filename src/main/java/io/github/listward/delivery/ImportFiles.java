package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.listward.activation.ActivatedAudience;
import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Person;
import io.github.listward.activation.Requeue.Kind;
import io.github.listward.activation.Terms;
import io.github.listward.activation.TermsTable;
import io.github.listward.batch.RecordReader;
import io.github.listward.batch.SourceRecord;
import io.github.listward.delivery.LeadTable.KnownLead;
import io.github.listward.delivery.WantedTable.Wanted;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.destination.Destination;
import io.github.listward.profile.IdentityHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes files of a hold. Who is in one is decided once, and kept in the database; the file itself is read from the change topic when
 * it is sent, each time anew, and is nowhere but in memory. So a crash costs no more than reading it again.
 *
 * <p>In a file is whoever is new to Marketo and to the list, in one change of the hold only, with values that all fit. Everybody else is
 * delivered when the hold is released, in order.
 */
@Component
class ImportFiles {

    /** A file costs about five calls, and so does a person in 150 of them delivered otherwise: at two calls for 300. */
    private static final int LEAST_PEOPLE = 1_000;

    private final ListImports imports;
    private final Holds holds;
    private final Definitions definitions;
    private final TermsTable terms;
    private final LeadTable leads;
    private final WantedTable wanted;
    private final Fitting fitting;
    private final IdentityHash hash;
    private final RecordReader reader;
    private final ChangeFormat format;
    private final String changeTopics;
    private final int least; // people in a file

    /** Of the hold that was read last. One at a time, since one may be large. */
    private HoldScan scan;
    private int mostBytes = ImportFile.MOST_BYTES;

    ImportFiles(
            ListImports imports,
            Holds holds,
            Definitions definitions,
            TermsTable terms,
            LeadTable leads,
            WantedTable wanted,
            Fitting fitting,
            IdentityHash hash,
            RecordReader reader,
            ChangeFormat format,
            DeliveryProperties properties,
            @Value("${listward.topics.changes}.") String changeTopics) {
        this.imports = imports;
        this.holds = holds;
        this.definitions = definitions;
        this.terms = terms;
        this.leads = leads;
        this.wanted = wanted;
        this.fitting = fitting;
        this.hash = hash;
        this.reader = reader;
        this.format = format;
        this.changeTopics = changeTopics;
        this.least = properties.importThreshold() == 0 ? Integer.MAX_VALUE : Math.min(LEAST_PEOPLE, properties.importThreshold());
    }

    /**
     * Decides who is in the next file of a hold.
     *
     * @return empty if too few are left to be worth one
     */
    Optional<ListImport> next(Hold hold, Activation activation, long list) {
        if (scan == null || !scan.isOf(hold)) {
            scan = null; // so that there are not two in memory
            scan = new HoldScan(hold);
        }
        scan.readOn(reader, format, holds, changeTopics + hold.instance(), hold);
        boolean ended = terms.inForce().get(ActivatedAudience.of(activation)) == Terms.ENDED;
        List<ListImport> before = imports.ofHold(hold.number());
        for (String kind : ended ? List.<String>of() : scan.kinds(least)) {
            long from = before.stream()
                    .filter(each -> String.join(",", each.fields()).equals(kind))
                    .mapToLong(ListImport::toOffset)
                    .max()
                    .orElse(hold.fromOffset());
            long number = select(hold, activation, list, kind, from);
            if (imports.of(number).people() >= least) {
                return Optional.of(imports.of(number));
            }
            imports.drop(number);
        }
        scan = null;
        return Optional.empty();
    }

    private long select(Hold hold, Activation activation, long list, String kind, long from) {
        List<String> columns = Arrays.asList(kind.split(","));
        long number = imports.begin(hold, activation.destination().id(), list, kind, from);
        long bytes = ImportFile.line(columns).length;
        long people = 0;
        long next = from;
        boolean full = false;
        while (next < hold.toOffset() && !full) {
            List<SourceRecord> records = reader.readFrom(changeTopics + hold.instance(), 0, next, HoldScan.READ);
            long end = records.isEmpty() ? hold.toOffset() : Math.min(hold.toOffset(), records.get(records.size() - 1).position().offset() + 1);
            Map<Long, MembershipChange> changes = HoldScan.changes(records, format, hold, holds.repeats(hold.number(), next, end), end);
            List<ImportRow> rows = new ArrayList<>();
            for (Map.Entry<Long, List<Candidate>> change : candidates(changes, activation, kind).entrySet()) {
                long more = change.getValue().stream().mapToLong(each -> ImportFile.line(ImportFile.cells(columns, each.values())).length).sum();
                if (bytes + more > mostBytes) {
                    end = change.getKey();
                    full = true;
                    break;
                }
                bytes += more;
                change.getValue().forEach(each -> rows.add(each.row()));
            }
            imports.add(hold, number, rows);
            people += rows.size();
            next = end;
        }
        imports.selected(hold, number, next, people);
        return number;
    }

    private record Candidate(ImportRow row, ImportRow.Values values) {}

    private Map<Long, List<Candidate>> candidates(Map<Long, MembershipChange> changes, Activation activation, String kind) {
        Map<Long, List<Candidate>> candidates = new LinkedHashMap<>();
        changes.forEach((offset, change) -> {
            if (kind.equals(HoldScan.kind(change)) && isDue(change, activation) && scan.isAlone(change)) {
                List<Candidate> people = fitting(offset, change, activation.destination());
                if (people.size() == change.people().size()) {
                    candidates.put(offset, people);
                }
            }
        });
        Map<String, List<KnownLead>> known = known(activation.destination(), candidates.keySet().stream().map(changes::get).toList());
        Map<String, List<Wanted>> wishes = wanted.ofProfiles(activation.dataflow().id(), activation.audience().id(),
                        candidates.keySet().stream().map(changes::get).flatMap(ImportFiles::profiles).distinct().toList())
                .stream()
                .collect(Collectors.groupingBy(wish -> wish.key().profile()));
        candidates.keySet().removeIf(offset -> !isNew(changes.get(offset), known, wishes));
        return candidates;
    }

    private static boolean isDue(MembershipChange change, Activation activation) {
        boolean replayed = change.requeue() != null && change.requeue().kind() == Kind.REPLAYED;
        return !replayed && change.destination().equals(activation.destination().id());
    }

    /** Those of its people whose values all fit; an empty value is none in a file, and one in a call. */
    private List<Candidate> fitting(long offset, MembershipChange change, Destination destination) {
        return change.people().stream().flatMap(person -> fitting(offset, person, change, destination).stream()).toList();
    }

    private Optional<Candidate> fitting(long offset, Person person, MembershipChange change, Destination destination) {
        Fitted fitted = fitting.of(destination, person.keys(), change.fields());
        if (fitted.refusal() != null || fitted.keys().size() != 1 || fitted.keys().get(0).value().isBlank()) {
            return Optional.empty();
        }
        String field = fitted.keys().get(0).field();
        String key = fitted.keys().get(0).value();
        Map<String, JsonNode> fields = new TreeMap<>(fitted.fields());
        JsonNode keyAgain = fields.remove(field);
        boolean contradicts = keyAgain != null && !keyAgain.asText().equals(key);
        boolean hasEmpty = fields.values().stream().anyMatch(value -> value.asText().isEmpty());
        return contradicts || hasEmpty ? Optional.empty() : Optional.of(new Candidate(
                new ImportRow(offset, person.id(), hash.of(field, key), fitting.hashOf(fitted.fields()), change.recordedAt()),
                new ImportRow.Values(field, key, fields)));
    }

    private Map<String, List<KnownLead>> known(Destination destination, List<MembershipChange> changes) {
        List<String> people = changes.stream().flatMap(change -> change.people().stream()).map(Person::id).distinct().toList();
        return leads.of(destination.id(), people).stream().collect(Collectors.groupingBy(KnownLead::person));
    }

    /** As {@link Move#key} has them. */
    private static Stream<String> profiles(MembershipChange change) {
        return change.profile().isEmpty() ? change.people().stream().map(Person::id) : Stream.of(change.profile());
    }

    /** Marketo has not told us of its people, and nothing newer of them is known, nor anybody who leaves with it. */
    private static boolean isNew(MembershipChange change, Map<String, List<KnownLead>> known, Map<String, List<Wanted>> wishes) {
        boolean leadsKnown = change.people().stream()
                .flatMap(person -> known.getOrDefault(person.id(), List.of()).stream())
                .anyMatch(lead -> !lead.isImported() || lead.attributesAt() != null && lead.attributesAt().isAfter(change.recordedAt()));
        List<String> people = change.people().stream().map(Person::id).toList();
        return !leadsKnown && profiles(change).flatMap(profile -> wishes.getOrDefault(profile, List.of()).stream()).allMatch(wish ->
                change.settling() == 0 // a settling tells apart what was wanted before
                        && wish.order().compareTo(WishOrder.of(change)) <= 0
                        && (!wish.qualified() || people.contains(wish.key().person())));
    }

    /**
     * The file itself, of those who were selected and whose values still fit.
     *
     * @throws IllegalStateException if there is nobody any more; it has failed then
     */
    byte[] write(ListImport each) {
        Destination destination = definitions.destination(each.destination());
        ImportFile file = new ImportFile(each.fields());
        long next = each.fromOffset();
        while (next < each.toOffset()) {
            List<SourceRecord> records = reader.readFrom(changeTopics + each.instance(), 0, next, HoldScan.READ);
            long end = records.isEmpty() ? each.toOffset() : Math.min(each.toOffset(), records.get(records.size() - 1).position().offset() + 1);
            Map<Long, List<ImportRow>> rows = imports.rows(each, next, end);
            for (SourceRecord record : records) {
                List<ImportRow> people = rows.get(record.position().offset());
                if (people != null) {
                    MembershipChange change = format.read(record.value());
                    List<Candidate> fit = fitting(record.position().offset(), change, destination);
                    if (fit.size() == people.size()) {
                        fit.forEach(person -> file.add(person.values()));
                        rows.remove(record.position().offset());
                    }
                }
            }
            imports.leaveOut(each, rows.keySet()); // no longer in the topic, or no longer fit for the fields as they are now
            next = end;
        }
        if (file.rows() == 0) {
            imports.failed(each, "Nobody of it is in the change topic any more");
            throw new IllegalStateException("Nobody of " + each + " is in the change topic any more");
        }
        imports.uploading(each, file.rows());
        return file.content();
    }

    /** Marketo takes no files of this size. */
    boolean halve(ListImport each) {
        mostBytes /= 2;
        return each.people() / 2 >= least && imports.halve(each);
    }

    /** Frees what was read of a hold that is over. */
    void forget(Hold hold) {
        if (scan != null && scan.isOf(hold)) {
            scan = null;
        }
    }
}
