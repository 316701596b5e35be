package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.listward.activation.Reason;
import io.github.listward.batch.Parts;
import io.github.listward.delivery.AudienceLists.AudienceList;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.delivery.ListTask.Name;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Definitions.Activation;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees to it that every audience has its static list: created under its folder, adopted when Marketo
 * has one of that name, renamed with the audience. Source: Marketo "Static Lists", "Lists".
 */
@Component("listSetup")
class ListSetup {

    private static final Logger LOG = LoggerFactory.getLogger(ListSetup.class);

    /** Documented for programs; lists are held to the same. Source: Marketo "Error Codes", 701. */
    private static final int LONGEST_NAME = 255;

    /** Business rule violated: a list of that name exists. */
    private static final String NAME_TAKEN = "709";

    private static final Pattern UNFIT = Pattern.compile("[,\\p{Cntrl}\\p{Cs}]");

    private final AudienceLists audienceLists;
    private final Definitions definitions;
    private final DestinationFacts facts;
    private final AppHosts appHosts;

    ListSetup(AudienceLists audienceLists, Definitions definitions, DestinationFacts facts, AppHosts appHosts) {
        this.audienceLists = audienceLists;
        this.definitions = definitions;
        this.facts = facts;
        this.appHosts = appHosts;
    }

    /** The lists of this round that are missing or bear an old name. */
    List<Message> plan(@ExchangeProperty(Flush.PROPERTY) Flush flush, CamelContext context) {
        if (flush.isResolving()) {
            return List.of();
        }
        Map<Feed, List<Move>> moves = new LinkedHashMap<>();
        for (FlushedPerson person : flush.atLists()) {
            if (person.destination().syncType().lists()) {
                person.openMoves().filter(move -> !move.attributesOnly()).forEach(move -> moves
                        .computeIfAbsent(new Feed(move.change().dataflow(), move.change().audience()), key -> new ArrayList<>())
                        .add(move));
            }
        }
        for (Feed feed : flush.takeListsToEnsure()) {
            moves.put(feed, flush.moves().stream().filter(move -> move.feed().equals(feed)).toList());
        }
        Map<Feed, AudienceList> known = audienceLists.of(flush.instance());
        List<Message> tasks = new ArrayList<>();
        moves.forEach((feed, wishes) -> {
            Activation activation = definitions.activation(feed.dataflow(), feed.audience());
            AudienceList current = inForce(known.get(feed), activation.audience());
            Name name = name(activation.audience(), wishes, known.get(feed));
            boolean rename = current != null && !current.name().equals(name.text());
            if (current != null && !rename && name.at().isAfter(current.namedAt())) {
                audienceLists.rename(feed, name.text(), name.at());
            }
            boolean creating = wishes.stream().anyMatch(Move::qualified);
            if (rename || current == null && (creating || !flush.isWithoutList(feed))) {
                ListTask task = new ListTask(feed, activation.destination(), activation.audience(), current, name, creating);
                tasks.add(Parts.of(context, task, "task", task.way()));
            }
        });
        return tasks;
    }

    /** A list id in the definition beats whatever list the audience has fed so far. */
    private static AudienceList inForce(AudienceList known, Audience audience) {
        boolean gone = known == null || known.id() == null;
        return gone || audience.listId() != null && !known.id().equals(audience.listId()) ? null : known;
    }

    /** A name given for the list is kept; otherwise the newest event names it, then the audience, then its id. */
    private static Name name(Audience audience, List<Move> moves, AudienceList known) {
        if (audience.listName() != null) {
            return new Name(audience.listName(), Instant.EPOCH);
        }
        Name before = known != null
                ? new Name(known.name(), known.namedAt())
                : new Name(audience.name() != null ? audience.name() : audience.id(), Instant.EPOCH);
        if (audience.listId() != null) {
            return before;
        }
        return moves.stream()
                .map(Move::change)
                .filter(change -> change.audienceName() != null && !clean(change.audienceName()).isEmpty())
                .map(change -> new Name(clean(change.audienceName()), change.recordedAt()))
                .filter(name -> name.at().isAfter(before.at()))
                .max(Comparator.comparing(Name::at))
                .orElse(before);
    }

    /** A comma makes a search by name fail, and control characters no database has to take. Source: Marketo "Static Lists". */
    private static String clean(String name) {
        String clean = UNFIT.matcher(name).replaceAll(" ").trim();
        if (clean.length() <= LONGEST_NAME) {
            return clean;
        }
        boolean insidePair = Character.isHighSurrogate(clean.charAt(LONGEST_NAME - 1));
        return clean.substring(0, insidePair ? LONGEST_NAME - 1 : LONGEST_NAME);
    }

    MarketoRequest createRequest(@Body ListTask task) {
        long folder = facts.folder(task.destination(), task.audience().folder());
        String json = JsonNodeFactory.instance.objectNode().put("id", folder).put("type", "Folder").toString();
        return MarketoRequest.postForm(task.destination().instance(), "create-list", "/rest/asset/v1/staticLists.json",
                        List.of(Map.entry("folder", json), Map.entry("name", task.name().text())))
                .tolerating(NAME_TAKEN);
    }

    boolean isNameTaken(@Body MarketoAnswer answer) {
        return answer.refusedWith(NAME_TAKEN);
    }

    MarketoRequest findRequest(@ExchangeProperty("listTask") ListTask task) {
        String instance = task.destination().instance();
        return task.audience().listId() != null
                ? findById(instance, task.audience().listId())
                : findByName(instance, task.name().text(), task.destination().workspace());
    }

    static MarketoRequest findById(String instance, long list) {
        return MarketoRequest.get(instance, "find-list", "/rest/v1/lists/" + list + ".json", List.of()).tolerating("702", "1013");
    }

    static MarketoRequest findByName(String instance, String name, String workspace) {
        List<Map.Entry<String, String>> query = new ArrayList<>();
        query.add(Map.entry("name", name));
        if (workspace != null) {
            query.add(Map.entry("workspaceName", workspace));
        }
        return MarketoRequest.get(instance, "find-list", "/rest/v1/lists.json", query);
    }

    MarketoRequest renameRequest(@Body ListTask task) {
        return MarketoRequest.postForm(task.destination().instance(), "rename-list",
                        "/rest/asset/v1/staticList/" + task.current().id() + ".json", List.of(Map.entry("name", task.name().text())))
                .tolerating("701", "702", NAME_TAKEN, "1013");
    }

    void created(@Body MarketoAnswer answer, @ExchangeProperty("listTask") ListTask task, @ExchangeProperty(Flush.PROPERTY) Flush flush) {
        JsonNode list = answer.rows().get(0);
        flush.createdList(list.path("id").asLong());
        keep(list, task, flush);
    }

    void found(@Body MarketoAnswer answer, @ExchangeProperty("listTask") ListTask task, @ExchangeProperty(Flush.PROPERTY) Flush flush) {
        Optional<JsonNode> list = answer.rows().stream()
                .filter(row -> task.audience().listId() != null || row.path("name").asText().equalsIgnoreCase(task.name().text()))
                .findFirst();
        if (list.isPresent()) {
            keep(list.get(), task, flush);
        } else if (task.way().equals("find") && task.audience().listId() == null) {
            flush.hasNoList(task.feed());
        } else {
            flush.hold(task.heldFor(Reason.LIST_MISSING, "Marketo has no static list %s in workspace %s. %s".formatted(
                    task.audience().listId() != null ? task.audience().listId() : "\"" + task.name().text() + "\" that the API user sees, though the name is taken,",
                    task.destination().workspace(), "Correct list-id, or the list's name or place in Marketo")));
        }
    }

    void renamed(@Body MarketoAnswer answer, @ExchangeProperty("listTask") ListTask task) {
        if (answer.refusal() != null) {
            LOG.warn("Marketo refused to rename list {} with its audience {}: {}; it keeps its name. {}", task.current().id(),
                    task.feed().audience(), answer.refusal(), "Rename it in Marketo, or give the audience a list-name.");
        }
        // Kept even when refused: the new name is asked for once, not at every flush.
        audienceLists.rename(task.feed(), task.name().text(), task.name().at());
    }

    private void keep(JsonNode list, ListTask task, Flush flush) {
        appHosts.learn(task.destination().instance(), list.path("computedUrl").asText()); // of a list that was created; one that was found has none
        AudienceList kept = new AudienceList(list.path("id").asLong(), list.path("name").asText(task.name().text()), task.name().at());
        audienceLists.put(task.destination().instance(), task.feed(), kept)
                .ifPresentOrElse(
                        owner -> flush.hold(new NewHold(task.feed(), Reason.LIST_TAKEN, "Static list %d is fed by audience %s of dataflow %s. "
                                .formatted(kept.id(), owner.audience(), owner.dataflow()) + "Give this audience a list-name of its own",
                                kept.id(), task.audience().listId() == null ? task.name().text() : null, false)),
                        () -> LOG.info("Audience {} of dataflow {} feeds static list {}", task.feed().audience(), task.feed().dataflow(), kept.id()));
    }
}
