package io.github.listward.delivery;

/**
 * Which of many profiles and people occur once: 8 bytes each, since a hold may have millions. Hashes are cut to 60 bits, so that one in
 * 10<sup>12</sup> pairs is taken for the same, and occurs twice then.
 */
final class Occurrences {

    private static final int HASH_CHARACTERS = 10; // of base64url, 6 bits each
    private static final int FIRST_SIZE = 1 << 12;
    private static final long TWICE = 1L << 62;
    private static final long THERE = 1L << 61;

    private long[] table = new long[FIRST_SIZE];
    private int used;

    /** @param hash keyed hash, in base64url: its bits are as good as random */
    void add(String hash) {
        if (used * 3L > table.length * 2L) {
            grow();
        }
        int at = find(bits(hash));
        if (table[at] == 0) {
            table[at] = bits(hash);
            used++;
        } else {
            table[at] |= TWICE;
        }
    }

    boolean isOnce(String hash) {
        long entry = table[find(bits(hash))];
        return entry != 0 && (entry & TWICE) == 0;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        for (long entry : old) {
            if (entry != 0) {
                table[find(entry & ~TWICE)] = entry;
            }
        }
    }

    private int find(long bits) {
        int at = (int) (bits & (table.length - 1));
        while (table[at] != 0 && (table[at] & ~TWICE) != bits) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }

    private static long bits(String hash) {
        long bits = 0;
        for (int i = 0; i < Math.min(HASH_CHARACTERS, hash.length()); i++) {
            bits = bits << 6 | sixBits(hash.charAt(i));
        }
        return bits | THERE;
    }

    private static int sixBits(char character) {
        if (character >= 'A' && character <= 'Z') {
            return character - 'A';
        }
        if (character >= 'a' && character <= 'z') {
            return character - 'a' + 26;
        }
        if (character >= '0' && character <= '9') {
            return character - '0' + 52;
        }
        return character == '-' ? 62 : 63;
    }
}
