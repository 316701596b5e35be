package io.github.listward.sandbox;

import static io.github.listward.sandbox.Operation.Body.FORM;
import static io.github.listward.sandbox.Operation.Body.JSON;
import static io.github.listward.sandbox.Operation.Body.MULTIPART;
import static io.github.listward.sandbox.Operation.Body.NONE;
import static io.github.listward.sandbox.Operation.Body.OPTIONAL_JSON;

import java.util.List;

/** The operations the sandbox knows. Source: Adobe's swagger for the Lead Database, Asset and Bulk APIs. */
final class Operations {

    private final List<Operation> all;

    Operations(Subscription marketo, Faults faults, Usage usage, BulkImports imports, ImportCalls importCalls, ExportCalls exportCalls,
            boolean ignoresReadOnlyFields) {
        LeadReads leads = new LeadReads(marketo);
        LeadRemovals removals = new LeadRemovals(marketo);
        ListCalls lists = new ListCalls(marketo, leads, faults);
        StaticListAssets listAssets = new StaticListAssets(marketo, imports);
        FolderAssets folders = new FolderAssets(marketo);
        Statistics statistics = new Statistics(usage);
        all = List.of(
                Operation.of("POST /rest/v1/leads.json", JSON, new SyncLeads(marketo, faults, ignoresReadOnlyFields)),
                Operation.of("GET /rest/v1/leads.json", NONE, leads::byFilter),
                Operation.of("DELETE /rest/v1/leads.json", JSON, removals::delete),
                Operation.of("POST /rest/v1/leads/delete.json", JSON, removals::delete),
                Operation.of("POST /rest/v1/leads/*/merge.json", OPTIONAL_JSON, removals::merge),
                Operation.of("GET /rest/v1/lead/*.json", NONE, leads::byId),
                Operation.of("GET /rest/v1/leads/describe.json", NONE, leads::describe),
                Operation.of("GET /rest/v1/leads/describe2.json", NONE, leads::describe2),
                Operation.of("GET /rest/v1/leads/partitions.json", NONE, leads::partitions),
                Operation.of("GET /rest/v1/lists.json", NONE, lists::browse),
                Operation.of("GET /rest/v1/lists/*.json", NONE, lists::byId),
                Operation.of("GET /rest/v1/lists/*/leads.json", NONE, lists::members),
                Operation.of("GET /rest/v1/list/*/leads.json", NONE, lists::members),
                Operation.of("POST /rest/v1/lists/*/leads.json", OPTIONAL_JSON, lists::add),
                Operation.of("DELETE /rest/v1/lists/*/leads.json", NONE, lists::remove),
                Operation.of("GET /rest/v1/lists/*/leads/ismember.json", NONE, lists::isMember),
                Operation.of("POST /bulk/v1/leads.json", MULTIPART, importCalls::submit),
                Operation.of("GET /bulk/v1/leads/batch/*.json", NONE, importCalls::status),
                Operation.file("GET /bulk/v1/leads/batch/*/failures.json", importCalls::failures),
                Operation.file("GET /bulk/v1/leads/batch/*/warnings.json", importCalls::warnings),
                Operation.of("POST /bulk/v1/leads/export/create.json", JSON, exportCalls::create),
                Operation.of("POST /bulk/v1/leads/export/*/enqueue.json", OPTIONAL_JSON, exportCalls::enqueue),
                Operation.of("GET /bulk/v1/leads/export/*/status.json", NONE, exportCalls::status),
                Operation.of("POST /bulk/v1/leads/export/*/cancel.json", OPTIONAL_JSON, exportCalls::cancel),
                Operation.file("GET /bulk/v1/leads/export/*/file.json", exportCalls::file),
                Operation.of("GET /rest/v1/stats/usage.json", NONE, statistics::usageToday),
                Operation.of("GET /rest/v1/stats/usage/last7days.json", NONE, statistics::usageOfTheWeek),
                Operation.of("GET /rest/v1/stats/errors.json", NONE, statistics::errorsToday),
                Operation.of("GET /rest/v1/stats/errors/last7days.json", NONE, statistics::errorsOfTheWeek),
                Operation.of("POST /rest/asset/v1/staticLists.json", FORM, listAssets::create),
                Operation.of("GET /rest/asset/v1/staticLists.json", NONE, listAssets::browse),
                Operation.of("GET /rest/asset/v1/staticList/byName.json", NONE, listAssets::byName),
                Operation.of("GET /rest/asset/v1/staticList/*.json", NONE, listAssets::byId),
                Operation.of("POST /rest/asset/v1/staticList/*.json", FORM, listAssets::update),
                Operation.of("POST /rest/asset/v1/staticList/*/delete.json", NONE, listAssets::delete),
                Operation.of("GET /rest/asset/v1/folder/byName.json", NONE, folders::byName),
                Operation.of("GET /rest/asset/v1/folder/*.json", NONE, folders::byId),
                Operation.of("GET /rest/asset/v1/folders.json", NONE, folders::browse),
                Operation.of("POST /rest/asset/v1/folders.json", FORM, folders::create));
    }

    /**
     * The operation meant.
     *
     * @throws Refusal 610 if no operation has that path, 605 if none of them has that method. Source: Marketo "Error Codes"
     */
    Operation find(String method, String path) {
        List<Operation> there = all.stream().filter(operation -> operation.path().matcher(path).matches()).toList();
        if (there.isEmpty()) {
            throw new Refusal("610", "Requested resource not found");
        }
        return there.stream()
                .filter(operation -> operation.method().equals(method))
                .findFirst()
                .orElseThrow(() -> new Refusal("605", "HTTP Method not supported"));
    }

    /** @throws IllegalArgumentException if there is no operation of that name: a test misspelt it */
    String named(String name) {
        return all.stream()
                .map(Operation::name)
                .filter(name::equals)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no operation \"" + name + "\" but " + all.stream().map(Operation::name).toList()));
    }
}
