package io.github.listward.sandbox;

import java.nio.charset.StandardCharsets;

/** An offset nobody should look into: base32 with {@code =} padding, as Marketo's are. Source: Marketo "Paging Tokens". */
final class PagingToken {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String PREFIX = "offset:";

    private PagingToken() {}

    static String of(int offset) {
        StringBuilder token = new StringBuilder();
        int bits = 0;
        int buffer = 0;
        for (byte octet : (PREFIX + offset).getBytes(StandardCharsets.US_ASCII)) {
            buffer = buffer << 8 | octet;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                token.append(ALPHABET.charAt(buffer >> bits & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            token.append(ALPHABET.charAt(buffer << 5 - bits & 31));
        }
        while (token.length() % 8 != 0) {
            token.append('=');
        }
        return token.toString();
    }

    /** @throws Refusal 1003 if the sandbox did not make it */
    static int offset(String token) {
        if (token == null) {
            return 0;
        }
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int buffer = 0;
        for (char letter : token.replace("=", "").toCharArray()) {
            buffer = buffer << 5 | ALPHABET.indexOf(letter) & 31;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                text.append((char) (buffer >> bits & 255));
            }
            buffer &= (1 << bits) - 1;
        }
        String offset = text.toString();
        if (!offset.startsWith(PREFIX) || !of(Integer.parseInt(offset.substring(PREFIX.length()))).equals(token)) {
            throw new Refusal("1003", "Invalid nextPageToken");
        }
        return Integer.parseInt(offset.substring(PREFIX.length()));
    }
}
