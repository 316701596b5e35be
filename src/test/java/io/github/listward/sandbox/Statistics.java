package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Usage and errors by day, from the counters the limits are enforced with. Source: Marketo "Usage". */
final class Statistics {

    private static final int WEEK = 7;

    private final Usage usage;

    Statistics(Usage usage) {
        this.usage = usage;
    }

    ObjectNode usageToday(Call call) {
        return usage(1);
    }

    ObjectNode usageOfTheWeek(Call call) {
        return usage(WEEK);
    }

    ObjectNode errorsToday(Call call) {
        return errors(1);
    }

    ObjectNode errorsOfTheWeek(Call call) {
        return errors(WEEK);
    }

    private ObjectNode usage(int days) {
        ArrayNode rows = Json.array();
        usage.lastDays(days).forEach((date, day) -> {
            ArrayNode users = rows.addObject().put("date", date.toString()).put("total", day.total()).putArray("users");
            day.users().forEach((user, count) -> users.addObject().put("userId", user).put("count", count));
        });
        return Envelope.rows(rows);
    }

    private ObjectNode errors(int days) {
        ArrayNode rows = Json.array();
        usage.lastDays(days).forEach((date, day) -> {
            ArrayNode errors = rows.addObject().put("date", date.toString()).put("total", day.totalErrors()).putArray("errors");
            day.errors().forEach((code, count) -> errors.addObject().put("errorCode", code).put("count", count));
        });
        return Envelope.rows(rows);
    }
}
