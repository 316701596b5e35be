package io.github.listward.marketo;

import static io.github.listward.marketo.Reaction.DONE;
import static io.github.listward.marketo.Reaction.REFRESH_TOKEN;
import static io.github.listward.marketo.Reaction.REFUSE_CALL;
import static io.github.listward.marketo.Reaction.REFUSE_LIST;
import static io.github.listward.marketo.Reaction.REFUSE_RECORD;
import static io.github.listward.marketo.Reaction.REFUSE_SETUP;
import static io.github.listward.marketo.Reaction.THROTTLE;
import static io.github.listward.marketo.Reaction.UNAVAILABLE;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every code Marketo documents. A code is looked up here wherever it stands: 1003, 1006, 1013, 1016, 1019, 1029 and 1035
 * are documented for records, yet also refuse whole calls. Source: Marketo "Error Codes", unless a line names another.
 */
public final class ErrorCodes {

    private static final Map<String, ErrorCode> TABLE = new LinkedHashMap<>();

    static {
        put("http-401", "client id or client secret not accepted", REFUSE_SETUP);
        put("http-413", "body over 1 MB", REFUSE_CALL);
        put("http-414", "URI over 8 KB", REFUSE_CALL);
        put("http-429", "too many requests", THROTTLE); // RFC 6585: said by a gateway before Marketo, not by Marketo

        put("500", "internal error", UNAVAILABLE);
        put("502", "bad gateway", UNAVAILABLE);
        put("601", "access token invalid", REFRESH_TOKEN);
        put("602", "access token expired", REFRESH_TOKEN);
        put("603", "the role of the API user lacks a permission, or Admin > Web Services does not allow our address", REFUSE_SETUP);
        put("604", "request timed out, outcome unknown", UNAVAILABLE);
        put("605", "HTTP method not supported", REFUSE_CALL);
        put("606", "rate limit reached", THROTTLE);
        put("607", "daily quota reached", THROTTLE);
        put("608", "API temporarily unavailable", UNAVAILABLE);
        put("609", "invalid JSON", REFUSE_CALL);
        put("610", "no such resource", REFUSE_CALL);
        put("611", "system error", UNAVAILABLE);
        put("612", "wrong content type", REFUSE_CALL);
        put("613", "malformed multipart body", REFUSE_CALL);
        put("614", "subscription not reachable", UNAVAILABLE);
        put("615", "concurrency limit reached", THROTTLE);
        put("616", "subscription type does not allow this", REFUSE_SETUP);

        put("701", "parameter blank or too long", REFUSE_CALL);
        put("702", "no data found", DONE);
        put("703", "feature not enabled", REFUSE_SETUP);
        put("704", "invalid date", REFUSE_CALL);
        put("709", "business rule violated, e.g. the name is taken", REFUSE_CALL);
        put("710", "parent folder not found", REFUSE_SETUP);
        put("711", "wrong folder type", REFUSE_SETUP);
        put("712", "merge or opportunity refused", REFUSE_CALL);
        put("713", "transient error", UNAVAILABLE);
        put("714", "merge or opportunity refused", REFUSE_CALL);
        put("718", "merge or opportunity refused", REFUSE_CALL);
        put("719", "lock wait timed out", UNAVAILABLE);

        put("1001", "value of the wrong type", REFUSE_RECORD);
        put("1002", "required parameter missing", REFUSE_RECORD);
        put("1003", "invalid data", REFUSE_RECORD);
        put("1004", "lead not found", REFUSE_RECORD);
        put("1005", "lead exists already", DONE);
        put("1006", "field not found", REFUSE_SETUP);
        put("1007", "several leads match", REFUSE_RECORD);
        put("1008", "no access to the partition", REFUSE_RECORD);
        put("1009", "partition name needed", REFUSE_SETUP);
        put("1010", "lead is in another partition", REFUSE_RECORD);
        put("1011", "field not allowed for look-up", REFUSE_SETUP);
        put("1012", "invalid cookie value", REFUSE_RECORD);
        put("1013", "object not found", REFUSE_LIST);
        put("1014", "object could not be created", UNAVAILABLE);
        put("1015", "lead not in list", DONE);
        put("1016", "too many imports queued", THROTTLE);
        put("1017", "object exists already", REFUSE_RECORD);
        put("1018", "object belongs to the native CRM", REFUSE_CALL);
        put("1019", "an import to this list is running", THROTTLE);
        put("1021", "company fields cannot be updated here", REFUSE_RECORD);
        put("1022", "object in use", REFUSE_CALL);
        put("1029", "export queue full, or daily export volume used", THROTTLE);
        put("1035", "filter not available in this subscription", REFUSE_SETUP);
        put("1036", "object twice in one call", REFUSE_RECORD);
        put("1037", "program status refused", REFUSE_RECORD);
        put("1042", "campaign refused", REFUSE_RECORD);
        put("1048", "custom object refused", REFUSE_RECORD);
        put("1049", "activity refused", REFUSE_RECORD);
        put("1076", "merge refused", REFUSE_RECORD);
        put("1077", "merge refused", REFUSE_RECORD);
        put("1078", "merge refused", REFUSE_RECORD);
        put("1079", "merge refused", REFUSE_RECORD);
        put("1080", "merge: over 25 leads", REFUSE_RECORD); // Source: Marketo "Leads", Merge
    }

    private ErrorCodes() {}

    /** What the code means; one that is not in the table is unavailable, so that nothing is lost by it. */
    public static ErrorCode of(String code) {
        ErrorCode known = TABLE.get(code);
        return known != null ? known : new ErrorCode(code, "unknown code", UNAVAILABLE);
    }

    /** The whole table, in order. */
    public static Collection<ErrorCode> all() {
        return TABLE.values();
    }

    private static void put(String code, String meaning, Reaction reaction) {
        TABLE.put(code, new ErrorCode(code, meaning, reaction));
    }
}
