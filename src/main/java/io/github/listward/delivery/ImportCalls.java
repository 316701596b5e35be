package io.github.listward.delivery;

import io.github.listward.batch.Tallies;
import io.github.listward.batch.Tally;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRefusedException;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.MarketoRequest.Download;
import io.github.listward.marketo.MarketoRequest.Upload;
import io.github.listward.marketo.MarketoThrottledException;
import io.github.listward.profile.IdentityHash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sends files of people to Marketo, asks how far it is with them, and reads which of them it refused. Source: Marketo "Bulk Lead Import". */
@Component("importCalls")
class ImportCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ImportCalls.class);

    private static final String SUBMIT = "import-leads";
    private static final String ASK = "ask-import";
    private static final String FAILURES = "read-import-failures";
    private static final String WARNINGS = "read-import-warnings";

    private static final String PATH = "/bulk/v1/leads";

    /** Marketo wants to be asked every 5 to 30 seconds. Source: Marketo "Bulk Lead Import". */
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** No import is known to be faster: none is asked after before it could be done. */
    static final int MOST_ROWS_PER_SECOND = 5_000;

    /** Only somebody's hand can mend them. */
    private static final Duration AFTER_REFUSED_CREDENTIALS = Duration.ofMinutes(5);

    /** That a batch id is unknown, a file cannot be read, is accepted after so many times. */
    private static final int MOST_LOST = 1;
    private static final int MOST_UNREAD = 3;

    private final ListImports imports;
    private final Holds holds;
    private final ImportFiles files;
    private final ImportRecording recording;
    private final Tallies tallies;
    private final DeliveredTable delivered;
    private final Definitions definitions;
    private final IdentityHash hash;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ImportCalls(
            ListImports imports,
            Holds holds,
            ImportFiles files,
            ImportRecording recording,
            Tallies tallies,
            DeliveredTable delivered,
            Definitions definitions,
            IdentityHash hash,
            TransactionTemplate transaction,
            Clock clock) {
        this.imports = imports;
        this.holds = holds;
        this.files = files;
        this.recording = recording;
        this.tallies = tallies;
        this.delivered = delivered;
        this.definitions = definitions;
        this.hash = hash;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Who is not in the list becomes unknown first: somebody of the file may be a lead that once left it. */
    MarketoRequest submitRequest(@ExchangeProperty("listImport") ListImport each) {
        byte[] content = files.write(each);
        delivered.forgetAbsent(each.instance(), each.listId());
        Destination destination = definitions.destination(each.destination());
        List<Map.Entry<String, String>> query = new ArrayList<>();
        query.add(Map.entry("format", "csv"));
        query.add(Map.entry("listId", Long.toString(each.listId())));
        query.add(Map.entry("lookupField", each.keyField()));
        if (destination.partition() != null) {
            query.add(Map.entry("partitionName", destination.partition()));
        }
        return MarketoRequest.upload(each.instance(), SUBMIT, PATH + ".json", query, new Upload("import-" + each.number() + ".csv", content));
    }

    void submitted(@Body MarketoAnswer answer, @ExchangeProperty("listImport") ListImport each) {
        answered(each);
        long batch = answer.rows().isEmpty() ? 0 : answer.rows().get(0).path("batchId").asLong();
        if (batch == 0) {
            throw new IllegalStateException("Marketo took the file and gave no batch id (requestId " + answer.requestId() + ")");
        }
        long seconds = Math.min(LONGEST.toSeconds(), SHORTEST.toSeconds() + each.people() / MOST_ROWS_PER_SECOND);
        imports.running(each, batch, clock.instant().plusSeconds(seconds));
        LOG.info("Import {} of audience {} of dataflow {} is with Marketo: {} people, batch {}", each.number(), each.audience(), each.dataflow(),
                each.people(), batch);
    }

    MarketoRequest statusRequest(@ExchangeProperty("listImport") ListImport each) {
        return MarketoRequest.get(each.instance(), ASK, PATH + "/batch/" + each.batchId() + ".json", List.of());
    }

    /** @return what to go on with; what is not done yet is asked for later */
    ImportStatus status(@Body MarketoAnswer answer, @ExchangeProperty("listImport") ListImport each) {
        answered(each);
        if (answer.rows().isEmpty()) {
            lost(each, "Marketo knows no batch " + each.batchId());
            return new ImportStatus("", 0, 0, 0, "");
        }
        ImportStatus status = ImportStatus.of(answer.rows().get(0));
        if (status.isFailed()) {
            failed(each, "Marketo failed the import: " + status.message());
        } else if (!status.isComplete()) {
            imports.progress(each, status.processed(), clock.instant().plus(untilNext(each)));
        }
        return status;
    }

    /** Longer each time: as long again as it has taken so far. */
    private Duration untilNext(ListImport each) {
        Duration soFar = Duration.between(each.beganAt(), clock.instant());
        return soFar.compareTo(SHORTEST) < 0 ? SHORTEST : soFar.compareTo(LONGEST) > 0 ? LONGEST : soFar;
    }

    boolean isComplete(@ExchangeProperty("importStatus") ImportStatus status) {
        return status.isComplete();
    }

    boolean hasFailures(@ExchangeProperty("importStatus") ImportStatus status) {
        return status.failed() > 0;
    }

    boolean hasWarnings(@ExchangeProperty("importStatus") ImportStatus status) {
        return status.warned() > 0;
    }

    MarketoRequest failuresRequest(@ExchangeProperty("listImport") ListImport each) {
        return file(each, FAILURES, "failures");
    }

    MarketoRequest warningsRequest(@ExchangeProperty("listImport") ListImport each) {
        return file(each, WARNINGS, "warnings");
    }

    private static MarketoRequest file(ListImport each, String operation, String name) {
        return MarketoRequest.download(each.instance(), operation, PATH + "/batch/" + each.batchId() + "/" + name + ".json", Download.WHOLE)
                .tolerating("http-404");
    }

    ImportReport failures(@Body MarketoAnswer answer, @ExchangeProperty("listImport") ListImport each, @ExchangeProperty("importStatus") ImportStatus status) {
        answered(each);
        return ImportReport.of(answer, each.keyField(), status.failed());
    }

    /**
     * Marketo is done: who was imported is recorded, and who was not is delivered when the hold is released, which says why.
     *
     * @param failures null if there are none
     */
    void conclude(
            @ExchangeProperty("listImport") ListImport each,
            @ExchangeProperty("importStatus") ImportStatus status,
            @ExchangeProperty("importFailures") ImportReport failures) {
        Set<String> keys = new HashSet<>();
        if (failures != null) {
            failures.keys().forEach(key -> keys.add(hash.of(each.keyField(), key)));
        }
        transaction.executeWithoutResult(ended -> {
            if (imports.ended(each, status.processed(), status.warned(), keys) != keys.size()) {
                throw new ImportReport.UnreadableException("the file has people who are not in the import");
            }
        });
        recording.record(imports.of(each.number()));
        String refused = failures == null ? "" : "Refused: " + failures.summary() + ". ";
        imports.say(each, refused);
        LOG.info("Import {} of audience {} of dataflow {} has ended: {} people, of whom {} were refused. {}", each.number(), each.audience(),
                each.dataflow(), each.people(), status.failed(), refused);
    }

    /** Whoever is warned of was imported all the same. */
    void warnings(@Body MarketoAnswer answer, @ExchangeProperty("listImport") ListImport each, @ExchangeProperty("importStatus") ImportStatus status) {
        answered(each);
        String warned = "Warned: " + ImportReport.of(answer, each.keyField(), status.warned()).summary() + ". ";
        imports.say(each, imports.of(each.number()).message() + warned);
        LOG.warn("Marketo warns of people in import {} of audience {} of dataflow {}. {}", each.number(), each.audience(), each.dataflow(), warned);
    }

    /** A call failed for good, or what it answered is of no use. */
    void judge(
            @ExchangeProperty("listImport") ListImport begun,
            @ExchangeProperty("marketoRequest") MarketoRequest request,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        if (failure instanceof LeaseLostException) {
            return; // the next owner goes on with it
        }
        ListImport each = imports.of(begun.number());
        if (failure instanceof MarketoRefusedException) {
            answered(each);
        }
        if (request != null && request.operation().equals(WARNINGS)) {
            imports.say(each, each.message() + "Warnings could not be read. ");
            LOG.warn("Which people Marketo warns of in import {} could not be read: {}", each.number(), failure.getMessage());
        } else if (failure instanceof MarketoRefusedException refusal && !Refusals.isOfInstance(refusal)) {
            refused(each, request, refusal);
        } else if (failure instanceof ImportReport.UnreadableException) {
            unread(each, failure.getMessage());
        } else {
            later(each, failure);
        }
    }

    /** A call more of the run: each that Marketo has answered, whatever it said; those it has not are in the budget of the instance only. */
    private void answered(ListImport each) {
        Tally tally = Tally.ofNoBatch();
        tally.add(each.dataflow(), each.audience(), Tally.Outcome.CALLS, "", 1);
        tallies.record(tally);
    }

    private void refused(ListImport each, MarketoRequest request, MarketoRefusedException refusal) {
        switch (request.operation()) {
            case ASK -> lost(each, refusal.getMessage());
            case FAILURES -> unread(each, refusal.getMessage());
            default -> {
                boolean tooLarge = refusal.code().equals("http-413");
                if (!tooLarge || !files.halve(each)) {
                    failed(each, refusal.getMessage());
                    holds.release(each.hold()); // another file would fare no better
                }
            }
        }
    }

    private void lost(ListImport each, String message) {
        if (each.lost() < MOST_LOST) {
            imports.lost(each, message + " It is sent once more");
            LOG.warn("Import {} of audience {} of dataflow {} is lost, and sent once more: {}", each.number(), each.audience(), each.dataflow(), message);
        } else {
            failed(each, message);
        }
    }

    private void unread(ListImport each, String message) {
        if (each.unread() < MOST_UNREAD) {
            imports.unread(each, clock.instant().plus(LONGEST), "Which people Marketo refused could not be read, and is asked again: " + message);
        } else {
            failed(each, "Which people Marketo refused could not be read: " + message);
        }
    }

    /** Its people are delivered one by one; where there is something wrong with them, it is said then of each. */
    private void failed(ListImport each, String message) {
        imports.failed(each, message);
        boolean again = imports.ofHold(each.hold()).stream().filter(other -> other.state() == ListImport.State.FAILED).count() > 1;
        if (again) {
            holds.release(each.hold());
        }
        LOG.warn("Import {} of audience {} of dataflow {} has failed, and its {} people are delivered without{}: {}", each.number(), each.audience(),
                each.dataflow(), each.people(), again ? ", as all that follow" : "", message);
    }

    private void later(ListImport each, Exception failure) {
        Duration wait = LONGEST;
        if (failure instanceof MarketoRefusedException) {
            wait = AFTER_REFUSED_CREDENTIALS;
        } else if (failure instanceof MarketoThrottledException limit && limit.retryAfter().compareTo(LONGEST) > 0) {
            wait = limit.retryAfter();
        }
        Instant next = clock.instant().plus(wait);
        imports.later(each, next, "Tried again at " + next + ": " + failure.getMessage());
        LOG.info("Import {} of audience {} of dataflow {} goes on at {}: {}", each.number(), each.audience(), each.dataflow(), next, failure.getMessage());
    }
}
