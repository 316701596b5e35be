package io.github.listward.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.listward.batch.Chunks;
import io.github.listward.delivery.WarmUp.Export;
import io.github.listward.delivery.WarmUp.State;
import io.github.listward.delivery.WarmUpTable.ReadLead;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.marketo.MarketoAnswer;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.MarketoRequest.Download;
import io.github.listward.profile.Identity;
import io.github.listward.profile.IdentityHash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.springframework.stereotype.Component;

/**
 * Speaks to Bulk Lead Extract: an export is created, queued, asked for until its file is written, and the file is read in parts.
 * Source: Marketo "Bulk Lead Extract" and "Bulk Extract".
 */
@Component("leadExtract")
class LeadExtract {

    /** Of one part of a file, in bytes. */
    private static final int PART = 8_000_000;

    /** Marketo looks itself no oftener. Source: Marketo "Bulk Extract", Polling Job Status. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(60);

    /** Of a file that is not there. Source: Marketo "Bulk Extract", Retrieving Your Data. */
    private static final String NO_FILE = "http-404";

    private static final String PATH = "/bulk/v1/leads/export/";

    private final Definitions definitions;
    private final DestinationFacts facts;
    private final IdentityHash hash;
    private final WarmUpTable table;
    private final Clock clock;

    LeadExtract(Definitions definitions, DestinationFacts facts, IdentityHash hash, WarmUpTable table, Clock clock) {
        this.definitions = definitions;
        this.facts = facts;
        this.hash = hash;
        this.table = table;
        this.clock = clock;
    }

    /** Those whose people an extract can tell: with several match keys the first one a profile has decides, which only the profile says. */
    static List<Destination> destinations(Definitions definitions, String instance) {
        return definitions.destinations().stream()
                .filter(destination -> destination.instance().equals(instance) && destination.matchKeys().size() == 1)
                .toList();
    }

    MarketoRequest request(@ExchangeProperty("warmUp") WarmUp warmUp) {
        String instance = warmUp.instance();
        return switch (warmUp.state()) {
            case CREATE -> MarketoRequest.postJson(instance, "create-extract", PATH + "create.json", job(warmUp));
            case ENQUEUE -> MarketoRequest.postForm(instance, "enqueue-extract", PATH + warmUp.export().id() + "/enqueue.json", List.of());
            case WAIT -> MarketoRequest.get(instance, "ask-for-extract", PATH + warmUp.export().id() + "/status.json", List.of());
            case READ -> MarketoRequest.download(instance, "read-extract", PATH + warmUp.export().id() + "/file.json", part(warmUp.export())).tolerating(NO_FILE);
            case REMEMBER, DONE, FAILED -> throw new IllegalStateException("Nothing is asked for " + warmUp.state());
        };
    }

    private ObjectNode job(WarmUp warmUp) {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        fields(warmUp).forEach(job.putArray("fields")::add);
        job.put("format", "CSV");
        if (warmUp.list() != null) {
            job.putObject("filter").put("staticListId", warmUp.list());
        } else {
            job.putObject("filter").putObject("createdAt").put("startAt", warmUp.windowFrom().toString()).put("endAt", warmUp.windowEnd().toString());
        }
        return job;
    }

    /** What would be good to know is asked for at the first try only: whether a field of Describe can be extracted, is not documented. */
    private Set<String> fields(WarmUp warmUp) {
        Set<String> fields = new LinkedHashSet<>();
        fields.add(ExtractFile.ID);
        destinations(definitions, warmUp.instance()).forEach(destination -> fields.addAll(destination.matchKeys()));
        for (String useful : List.of(ExtractFile.PARTITION, ExtractFile.ECIDS)) {
            if (warmUp.tries() == 0 && facts.hasField(warmUp.instance(), useful)) {
                fields.add(useful);
            }
        }
        return fields;
    }

    private static Download part(Export export) {
        return new Download(export.nextByte(), Math.min(export.nextByte() + PART, export.bytes()) - 1);
    }

    /**
     * What follows from the answer.
     *
     * @throws UnreadableExtractException if it is none
     */
    WarmUp read(@Body MarketoAnswer answer, @ExchangeProperty("warmUp") WarmUp warmUp) {
        Instant now = clock.instant();
        return switch (warmUp.state()) {
            case CREATE -> warmUp.to(State.ENQUEUE, now, Export.created(export(answer).path("exportId").asText()));
            case ENQUEUE -> warmUp.to(State.WAIT, now.plus(BETWEEN_QUESTIONS), warmUp.export());
            case WAIT -> asked(export(answer), warmUp, now);
            case READ -> readPart(answer, warmUp, now);
            case REMEMBER, DONE, FAILED -> throw new IllegalStateException("Nothing was asked for " + warmUp.state());
        };
    }

    private static JsonNode export(MarketoAnswer answer) {
        if (answer.rows().size() != 1 || !answer.rows().get(0).path("exportId").isTextual()) {
            throw new UnreadableExtractException("is not there: Marketo's answer names no export (requestId " + answer.requestId() + ")");
        }
        return answer.rows().get(0);
    }

    private static WarmUp asked(JsonNode export, WarmUp warmUp, Instant now) {
        String status = export.path("status").asText();
        return switch (status) {
            case "Queued", "Processing" -> warmUp.waiting(now.plus(BETWEEN_QUESTIONS), "Marketo says the export is " + status);
            case "Created" -> warmUp.to(State.ENQUEUE, now, warmUp.export());
            case "Completed" -> written(export, warmUp, now);
            default -> throw new UnreadableExtractException("is not written: Marketo says the export is " + status);
        };
    }

    private static WarmUp written(JsonNode export, WarmUp warmUp, Instant now) {
        JsonNode rows = export.path("numberOfRecords");
        long bytes = export.path("fileSize").asLong(-1);
        boolean isEmpty = rows.isIntegralNumber() && rows.asLong() == 0;
        if (bytes < 0 && !isEmpty) {
            throw new UnreadableExtractException("is of a size Marketo does not say");
        }
        WarmUp written = warmUp.to(State.READ, now, warmUp.export().written(Math.max(0, bytes), rows.isIntegralNumber() ? rows.asLong() : null));
        return isEmpty ? written.nextWindow(now) : written;
    }

    private WarmUp readPart(MarketoAnswer answer, WarmUp warmUp, Instant now) {
        Export export = warmUp.export();
        Download asked = part(export);
        byte[] content = answer.file();
        if (content == null) {
            throw new UnreadableExtractException("is not there any more");
        }
        if (content.length != asked.to() - asked.from() + 1) {
            throw new UnreadableExtractException("came as " + content.length + " bytes instead of the " + (asked.to() - asked.from() + 1) + " asked for");
        }
        List<ReadLead> people = new ArrayList<>();
        List<Destination> destinations = destinations(definitions, warmUp.instance());
        ExtractFile.Part part = ExtractFile.read(content, export.columns(), asked.to() == export.bytes() - 1, lead -> {
            destinations.forEach(destination -> person(lead, destination, people));
            if (people.size() >= Chunks.SIZE) {
                table.put(warmUp.number(), people);
                people.clear();
            }
        });
        table.put(warmUp.number(), people);
        if (part.bytes() == 0) {
            throw new UnreadableExtractException("has a row of more than " + PART + " bytes");
        }
        Export read = export.read(part);
        if (read.isRead() && !read.isComplete()) {
            throw new UnreadableExtractException("has " + read.rowsRead() + " rows, and Marketo says " + read.rows());
        }
        WarmUp next = warmUp.to(State.READ, now, read);
        return read.isRead() ? next.nextWindow(now) : next;
    }

    /** As activation knows the person by this key. */
    private void person(ExtractedLead lead, Destination destination, List<ReadLead> people) {
        String field = destination.matchKeys().get(0);
        String value = lead.fields().get(field);
        if (value != null && value.length() <= Identity.LONGEST) {
            Long partition = facts.partition(destination);
            boolean own = partition == null || lead.partition() == null || partition.equals(lead.partition());
            people.add(new ReadLead(destination.id(), hash.of(field, value), lead.id(), own));
        }
    }
}
