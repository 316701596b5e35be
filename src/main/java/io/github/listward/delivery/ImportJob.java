package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.batch.Backlogs;
import io.github.listward.batch.Parts;
import io.github.listward.delivery.AudienceLists.AudienceList;
import io.github.listward.delivery.Hold.State;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.destination.Destination;
import io.github.listward.destination.DestinationState.Status;
import io.github.listward.destination.DestinationStates;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Says what is to be done next about what is held for an import: a file made, sent, asked after, and, when there is nothing left that is
 * worth a file, the hold released. One import at a time per instance: Marketo runs two for everybody, and of two with the same person it
 * is not known which writes last.
 */
@Component("importJob")
class ImportJob {

    private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);

    /** Fewer that wait in the change topic are the end of a rush. */
    private static final int FEW_WAITING = 1_000;

    /** Held changes that are more than a file can take: there is nothing to wait for. */
    private static final long FULL_FILE = 300_000;

    /** So long at most more people are waited for before another file is made. */
    private static final Duration GATHERING = Duration.ofMinutes(2);

    private final ListImports imports;
    private final Holds holds;
    private final ImportFiles files;
    private final ImportRecording recording;
    private final Definitions definitions;
    private final DestinationStates states;
    private final AudienceLists audienceLists;
    private final LeaseTable leaseTable;
    private final Leases leases;
    private final Backlogs backlogs;
    private final CallBudget budget;
    private final WarmUps warmUps;
    private final List<String> instances;
    private final Clock clock;
    private final String changeTopics;

    ImportJob(
            ListImports imports,
            Holds holds,
            ImportFiles files,
            ImportRecording recording,
            Definitions definitions,
            DestinationStates states,
            AudienceLists audienceLists,
            LeaseTable leaseTable,
            Leases leases,
            Backlogs backlogs,
            CallBudget budget,
            WarmUps warmUps,
            Instances instances,
            Clock clock,
            @Value("${listward.topics.changes}.") String changeTopics) {
        this.imports = imports;
        this.holds = holds;
        this.files = files;
        this.recording = recording;
        this.definitions = definitions;
        this.states = states;
        this.audienceLists = audienceLists;
        this.leaseTable = leaseTable;
        this.leases = leases;
        this.backlogs = backlogs;
        this.budget = budget;
        this.warmUps = warmUps;
        this.instances = instances.all().stream().map(Instance::munchkinId).toList();
        this.clock = clock;
        this.changeTopics = changeTopics;
    }

    /** The imports that Marketo is to be told or asked of now, each with the header {@code step}: {@code submit} or {@code ask}. */
    List<Message> due(CamelContext context) {
        List<Message> due = new ArrayList<>();
        for (String instance : instances.stream().filter(leases::holds).toList()) {
            underWay(instance).ifPresent(each -> {
                String step = each.state() == ListImport.State.SUBMITTING ? "submit" : "ask";
                due.add(Parts.of(context, each, "step", step));
            });
        }
        return due;
    }

    private Optional<ListImport> underWay(String instance) {
        Optional<ListImport> underWay = imports.underWay(instance);
        if (underWay.isEmpty()) {
            return next(instance);
        }
        ListImport each = underWay.get();
        return switch (each.state()) {
            case SELECTING -> {
                imports.drop(each.number()); // of a process that has ended since
                yield Optional.empty();
            }
            case RECORDING -> {
                recording.record(each);
                yield Optional.empty();
            }
            case SUBMITTING -> submittable(each);
            default -> Optional.of(each).filter(this::isDue);
        };
    }

    /** One that Marketo has is seen to its end, whatever is left of the budget: the exits of its audience wait for it. */
    private boolean isDue(ListImport each) {
        return !clock.instant().isBefore(each.notBefore());
    }

    /** Calls of a lost owner may yet take effect: what they move is not to be moved by an import before. */
    private boolean maySubmit(String instance) {
        return budget.sparesForJobs(instance) && !leaseTable.awaitsRepeat(instance);
    }

    private Optional<ListImport> submittable(ListImport each) {
        Activation activation = definitions.activation(each.dataflow(), each.audience());
        if (activation == null || definitions.destination(each.destination()) == null) {
            imports.failed(each, "The dataflow, its audience or destination was removed" + (each.uploads() > 0 ? "; Marketo may have imported the people" : ""));
            return Optional.empty();
        }
        if (each.uploads() == 0 && (!activation.destination().id().equals(each.destination()) || holds.isClosing(each.hold()))) {
            imports.failed(each, "It was not sent: the hold was released, or the dataflow goes elsewhere");
            return Optional.empty();
        }
        return Optional.of(each).filter(file -> maySubmit(file.instance())).filter(this::isDue).filter(file -> isUp(activation.destination()));
    }

    private boolean isUp(Destination destination) {
        return states.of(destination.id()).status() == Status.UP;
    }

    /** A file of the oldest hold that is ready for one. */
    private Optional<ListImport> next(String instance) {
        List<Hold> waiting = holds.of(instance, State.HELD).stream().filter(hold -> hold.reason() == Reason.IMPORTING).toList();
        for (Hold hold : waiting) {
            Activation activation = definitions.activation(hold.dataflow(), hold.audience());
            AudienceList list = audienceLists.of(instance).get(hold.feed());
            boolean possible = activation != null && activation.destination().instance().equals(instance)
                    && ImportThreshold.suits(activation.destination()) && list != null && list.id() != null
                    && (activation.audience().listId() == null || activation.audience().listId().equals(list.id())); // otherwise it has another list by now
            if (!possible || holds.isClosing(hold.number())) {
                release(hold);
            } else if (maySubmit(instance) && isUp(activation.destination()) && isGathered(hold)) {
                Optional<ListImport> file = files.next(hold, activation, list.id());
                if (file.isPresent()) {
                    holds.say(hold.number(), "New people are imported into list %d in bulk: %d in import %d, %d changes before".formatted(
                            list.id(), file.get().people(), file.get().number(), hold.released()));
                    return file;
                }
                release(hold);
            }
        }
        return Optional.empty();
    }

    private boolean isGathered(Hold hold) {
        List<ListImport> before = imports.ofHold(hold.number());
        long read = before.stream().mapToLong(ListImport::people).sum();
        Instant since = before.isEmpty() ? hold.since() : before.get(before.size() - 1).finishedAt();
        return !clock.instant().isBefore(since.plus(GATHERING))
                || hold.changes() - read >= FULL_FILE
                || backlogs.of(changeTopics + hold.instance()) < FEW_WAITING;
    }

    private void release(Hold hold) {
        files.forget(hold);
        imports.ofHold(hold.number()).stream()
                .filter(each -> each.state() == ListImport.State.DONE)
                .map(ListImport::listId)
                .distinct()
                .forEach(list -> warmUps.learnMembers(hold.instance(), list));
        holds.releaseImported(hold.number());
        LOG.info("Nothing more of hold {} of audience {} of dataflow {} is imported: {} changes were, {} are delivered otherwise", hold.number(),
                hold.audience(), hold.dataflow(), hold.released(), hold.changes() - hold.released());
    }
}
