package io.github.listward.marketo;

import static io.github.listward.marketo.ErrorCode.Level.CALL;
import static io.github.listward.marketo.ErrorCode.Level.HTTP;
import static io.github.listward.marketo.ErrorCode.Level.ROW;
import static io.github.listward.marketo.Reaction.DONE;
import static io.github.listward.marketo.Reaction.REFRESH_TOKEN;
import static io.github.listward.marketo.Reaction.REFUSE_CALL;
import static io.github.listward.marketo.Reaction.REFUSE_FORM;
import static io.github.listward.marketo.Reaction.REFUSE_LIST;
import static io.github.listward.marketo.Reaction.REFUSE_RECORD;
import static io.github.listward.marketo.Reaction.REFUSE_SETUP;
import static io.github.listward.marketo.Reaction.THROTTLE;
import static io.github.listward.marketo.Reaction.UNAVAILABLE;
import static io.github.listward.marketo.Reaction.UNKNOWN;

import io.github.listward.marketo.ErrorCode.Level;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Every code Marketo documents, and what to make of those it does not. A code is looked up here wherever it stands: many
 * documented for records also refuse whole calls. Source: Marketo "Error Codes", unless a line names another.
 * The page docs/marketo-errors.md has the same table.
 */
public final class ErrorCodes {

    /** An answer whose {@code errors} name no code. */
    public static final String NO_CODE = "none";

    /** A row that is missing, is not of this call, or says neither what was done nor why not. */
    public static final String NO_ROW = "no-row";

    static final String NO_ANSWER = "no-answer";
    static final String NO_ENVELOPE = "no-envelope";

    private static final String GATEWAY = "http-5xx";
    private static final Pattern GATEWAY_STATUS = Pattern.compile("http-5\\d\\d");

    private static final Set<Level> STATUS = Set.of(HTTP);
    private static final Set<Level> WHOLE = Set.of(CALL);
    private static final Set<Level> BOTH = Set.of(CALL, ROW);

    private static final String WAIT = "Nothing; if it lasts for hours, ask Adobe Support with the request id";
    private static final String REPORT = "Report it as a fault of Listward, with the log's line";
    private static final String REPLAY = "Correct the value at its source, then replay the dead letter";
    private static final String UNUSED = "Nothing: Listward makes no such calls; report it";

    private static final Map<String, ErrorCode> TABLE = new LinkedHashMap<>();

    static {
        put("http-401", STATUS, "client id or client secret not accepted", REFUSE_SETUP, "Copy client-id and client-secret again from Admin > LaunchPoint");
        put("http-404", STATUS, "nothing there; documented for files of imports only", UNKNOWN, "Check base-url, and what stands before Marketo");
        put("http-413", STATUS, "body over 1 MB", REFUSE_CALL, "Shorten the values of the person in the dead letter");
        put("http-414", STATUS, "URI over 8 KB", REFUSE_CALL, REPORT);
        put("http-429", STATUS, "too many requests", THROTTLE, "See what stands before Marketo: Marketo itself says 606"); // RFC 6585
        put(GATEWAY, STATUS, "gateway failed", UNAVAILABLE, WAIT);
        put(NO_ANSWER, STATUS, "connection refused, broken or timed out; host or certificate not accepted", UNAVAILABLE, "Check base-url, proxy, DNS and trusted certificates if it lasts");
        put(NO_ENVELOPE, STATUS, "not a complete answer of Marketo", UNAVAILABLE, "Check base-url and proxy if it lasts");

        put(NO_CODE, BOTH, "refused without a code", UNKNOWN, "Ask Adobe Support with the request id");
        put(NO_ROW, Set.of(ROW), "no outcome for a record", UNKNOWN, "Ask Adobe Support with the request id, then replay the dead letter");

        put("500", WHOLE, "internal error", UNAVAILABLE, WAIT);
        put("502", WHOLE, "bad gateway", UNAVAILABLE, WAIT);
        put("601", WHOLE, "access token invalid", REFRESH_TOKEN, "Nothing; if it comes every time, check the custom service in Admin > LaunchPoint");
        put("602", WHOLE, "access token expired", REFRESH_TOKEN, "Nothing");
        put("603", WHOLE, "the role of the API user lacks a permission, or Admin > Web Services does not allow our address", REFUSE_SETUP, "Give the role what the message names, or allow the address");
        put("604", WHOLE, "request timed out, outcome unknown", UNAVAILABLE, WAIT);
        put("605", WHOLE, "HTTP method not supported", REFUSE_FORM, REPORT);
        put("606", WHOLE, "rate limit reached", THROTTLE, "Lower calls-per-window, or slow other integrations down");
        put("607", WHOLE, "daily quota reached", THROTTLE, "Wait for midnight US Central, or buy calls; lower daily-calls");
        put("608", WHOLE, "API temporarily unavailable", UNAVAILABLE, WAIT);
        put("609", WHOLE, "invalid JSON", REFUSE_CALL, REPORT);
        put("610", WHOLE, "no such resource", REFUSE_FORM, "Check base-url; otherwise report it as a fault of Listward");
        put("611", WHOLE, "system error", UNAVAILABLE, WAIT);
        put("612", WHOLE, "wrong content type", REFUSE_FORM, REPORT);
        put("613", WHOLE, "malformed multipart body", REFUSE_FORM, REPORT);
        put("614", WHOLE, "subscription not reachable", UNAVAILABLE, "Check base-url if it lasts; ask Adobe Support");
        put("615", WHOLE, "concurrency limit reached", THROTTLE, "Lower concurrent-calls, or slow other integrations down");
        put("616", WHOLE, "subscription type does not allow this", REFUSE_SETUP, "Ask Adobe what the subscription includes");

        put("701", WHOLE, "parameter blank or too long", REFUSE_CALL, REPLAY);
        put("702", WHOLE, "no data found", DONE, "Nothing");
        put("703", WHOLE, "feature not enabled", REFUSE_SETUP, "Ask Adobe to enable it");
        put("704", WHOLE, "invalid date", REFUSE_CALL, REPLAY);
        put("709", WHOLE, "business rule violated, e.g. the name is taken", REFUSE_CALL, "Give the audience a list-name of its own");
        put("710", WHOLE, "parent folder not found", REFUSE_SETUP, "Correct folder of the audience");
        put("711", WHOLE, "wrong folder type", REFUSE_SETUP, "Correct folder of the audience");
        put("712", WHOLE, "merge or opportunity refused", REFUSE_CALL, UNUSED);
        put("713", WHOLE, "transient error", UNAVAILABLE, WAIT);
        put("714", WHOLE, "merge or opportunity refused", REFUSE_CALL, UNUSED);
        put("718", WHOLE, "merge or opportunity refused", REFUSE_CALL, UNUSED);
        put("719", WHOLE, "lock wait timed out", UNAVAILABLE, WAIT);

        put("1001", BOTH, "value of the wrong type", REFUSE_RECORD, REPLAY);
        put("1002", BOTH, "required parameter missing", REFUSE_RECORD, REPLAY);
        put("1003", BOTH, "invalid data", REFUSE_RECORD, REPLAY);
        put("1004", BOTH, "lead not found", REFUSE_RECORD, "Nothing, unless it is reported as ACCESS_DENIED: then see the list's workspace");
        put("1005", BOTH, "lead exists already", DONE, "Nothing");
        put("1006", BOTH, "field not found", REFUSE_SETUP, "Correct the mapping: Marketo no longer has the field");
        put("1007", BOTH, "several leads match", REFUSE_RECORD, "Choose by multi-match, or merge the leads");
        put("1008", BOTH, "no access to the partition", REFUSE_RECORD, "Give the API user's role the workspace of the partition");
        put("1009", BOTH, "partition name needed", REFUSE_SETUP, "Set partition of the destination");
        put("1010", BOTH, "lead is in another partition", REFUSE_RECORD, "Give the API user's role the workspace of the partition");
        put("1011", BOTH, "field not allowed for look-up", REFUSE_SETUP, "Correct match-keys of the destination");
        put("1012", BOTH, "invalid cookie value", REFUSE_RECORD, REPLAY);
        put("1013", BOTH, "object not found", REFUSE_LIST, "Restore the list, or correct list-id of the audience; what is held goes on by itself");
        // Documented, but not whether it passes: a record of which it is said for ever is not to hold up the others.
        put("1014", BOTH, "object could not be created", UNKNOWN, "Ask Adobe Support with the request id, then replay the dead letter");
        put("1015", BOTH, "lead not in list", DONE, "Nothing");
        put("1016", BOTH, "too many imports queued", THROTTLE, "Nothing");
        put("1017", BOTH, "object exists already", REFUSE_RECORD, UNUSED);
        put("1018", BOTH, "object belongs to the native CRM", REFUSE_CALL, "Take fields the CRM owns out of the mapping");
        put("1019", BOTH, "an import to this list is running", THROTTLE, "Nothing");
        put("1021", BOTH, "company fields cannot be updated here", REFUSE_RECORD, "Take company fields out of the mapping, then replay");
        put("1022", BOTH, "object in use", REFUSE_CALL, UNUSED);
        put("1029", BOTH, "export queue full, or daily export volume used", THROTTLE, "Nothing");
        put("1035", BOTH, "filter not available in this subscription", REFUSE_SETUP, "Ask Adobe what the subscription includes");
        put("1036", BOTH, "object twice in one call", REFUSE_RECORD, "Replay it; report it if it comes again");
        put("1037", BOTH, "program status refused", REFUSE_RECORD, UNUSED);
        put("1042", BOTH, "campaign refused", REFUSE_RECORD, UNUSED);
        put("1048", BOTH, "custom object refused", REFUSE_RECORD, UNUSED);
        put("1049", BOTH, "activity refused", REFUSE_RECORD, UNUSED);
        put("1076", BOTH, "merge refused", REFUSE_RECORD, UNUSED);
        put("1077", BOTH, "merge refused", REFUSE_RECORD, UNUSED);
        put("1078", BOTH, "merge refused", REFUSE_RECORD, UNUSED);
        put("1079", BOTH, "merge refused", REFUSE_RECORD, UNUSED);
        put("1080", BOTH, "merge of over 25 leads", REFUSE_RECORD, UNUSED); // Source: Marketo "Leads", Merge
    }

    private ErrorCodes() {}

    /** What the code means; one that is not in the table is unknown, and waited with, so that nothing is lost by it. */
    public static ErrorCode of(String code) {
        if (code == null) {
            return TABLE.get(NO_ANSWER);
        }
        ErrorCode known = TABLE.get(GATEWAY_STATUS.matcher(code).matches() ? GATEWAY : code);
        return known != null ? known : new ErrorCode(code, BOTH, "unknown code", UNKNOWN, "Ask Adobe Support with the request id");
    }

    /** The code as the table has it, or {@code other}: one of few, whatever Marketo sends. */
    static String nameOf(String code) {
        ErrorCode known = of(code);
        return TABLE.containsKey(known.code()) ? known.code() : "other";
    }

    /** The whole table, in order. */
    public static Collection<ErrorCode> all() {
        return TABLE.values();
    }

    private static void put(String code, Set<Level> levels, String meaning, Reaction reaction, String remedy) {
        TABLE.put(code, new ErrorCode(code, levels, meaning, reaction, remedy));
    }
}
