package io.github.listward.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * One operation of Marketo's API.
 *
 * @param name method and path, ids written as {@code *}: {@code POST /rest/v1/lists/*}{@code /leads.json}. The method is the
 *     one that is meant: a POST with {@code _method=GET} is a GET
 * @param handler null where the answer is a file, which {@code files} gives
 */
record Operation(String name, String method, Pattern path, Body body, Handler handler, FileHandler files) {

    /** A number, or the id of an export. */
    private static final String ID = "(\\d{1,18}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";

    /** What it may be sent with. */
    enum Body {
        NONE,
        JSON,
        OPTIONAL_JSON,
        FORM,
        MULTIPART
    }

    /** Carries out a call; holds the subscription's monitor while it does. */
    interface Handler {

        /** @throws Refusal for the whole call */
        ObjectNode answer(Call call);
    }

    /** Carries out a call whose answer is a file; as {@link Handler} otherwise. */
    interface FileHandler {

        /** @throws Refusal for the whole call */
        Reply answer(Call call);
    }

    /** One whose answer is a file. */
    static Operation file(String name, FileHandler files) {
        Operation plain = of(name, Body.NONE, null);
        return new Operation(name, plain.method(), plain.path(), Body.NONE, null, files);
    }

    static Operation of(String name, Body body, Handler handler) {
        int space = name.indexOf(' ');
        String path = name.substring(space + 1);
        Pattern pattern = Pattern.compile("\\Q" + path.replace("*", "\\E" + ID + "\\Q") + "\\E");
        return new Operation(name, name.substring(0, space), pattern, body, handler, null);
    }
}
