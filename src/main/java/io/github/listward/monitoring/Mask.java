package io.github.listward.monitoring;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An identity with most of it left out, and its length, too. Of an e-mail address the first letter of name and host stay, where they
 * have three or more, and the top-level domain; of anything else the first two and last two characters, where it has twelve or more.
 * So {@code ada@example.com} is {@code a…@e….com}, {@code jo@example.com} is {@code …@e….com}, and {@code 4711} is {@code …}.
 */
final class Mask {

    private static final String REST = "…";
    private static final int SHORTEST_NAME = 3;
    private static final int SHORTEST_ID = 12;
    private static final int SHOWN_OF_ID = 2;
    private static final Pattern TOP_LEVEL = Pattern.compile("[a-z]{2,6}");

    private Mask() {}

    static String of(String identity) {
        int at = identity.lastIndexOf('@');
        return at < 0 ? id(identity) : name(identity.substring(0, at)) + "@" + host(identity.substring(at + 1));
    }

    private static String host(String host) {
        int dot = host.lastIndexOf('.');
        String top = host.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot < 0 || !TOP_LEVEL.matcher(top).matches() ? REST : name(host.substring(0, dot)) + "." + top;
    }

    private static String name(String name) {
        return name.codePointCount(0, name.length()) < SHORTEST_NAME ? REST : name.substring(0, name.offsetByCodePoints(0, 1)) + REST;
    }

    private static String id(String id) {
        if (id.codePointCount(0, id.length()) < SHORTEST_ID) {
            return REST;
        }
        return id.substring(0, id.offsetByCodePoints(0, SHOWN_OF_ID)) + REST + id.substring(id.offsetByCodePoints(id.length(), -SHOWN_OF_ID));
    }
}
