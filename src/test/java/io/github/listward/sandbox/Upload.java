package io.github.listward.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The file of a multipart body.
 *
 * @param content its bytes
 */
record Upload(byte[] content) {

    private static final Pattern FILE = Pattern.compile("(?i)content-disposition: form-data;(.*;)? *name=\"file\"");
    private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * @param contentType of the request, with its boundary
     * @throws Refusal 613 if it is no multipart body with a part {@code file}. Source: Marketo "Error Codes", 613; "Bulk Lead Import".
     */
    static Upload of(String contentType, byte[] body) {
        int at = contentType.indexOf("boundary=");
        if (at < 0) {
            throw malformed();
        }
        String boundary = contentType.substring(at + "boundary=".length()).replaceFirst(";.*", "").replace("\"", "").trim();
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.US_ASCII);
        byte[] next = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        int begin = indexOf(body, delimiter, 0);
        while (begin >= 0) {
            int headersEnd = indexOf(body, END_OF_HEADERS, begin);
            int end = headersEnd < 0 ? -1 : indexOf(body, next, headersEnd);
            if (end < 0) {
                throw malformed();
            }
            String headers = new String(body, begin, headersEnd - begin, StandardCharsets.ISO_8859_1);
            int from = headersEnd + END_OF_HEADERS.length;
            if (FILE.matcher(headers).find() && headers.contains("filename=")) {
                return new Upload(from > end ? new byte[0] : Arrays.copyOfRange(body, from, end));
            }
            begin = end + 2;
        }
        throw malformed();
    }

    private static Refusal malformed() {
        return new Refusal("613", "Malformed multipart request");
    }

    private static int indexOf(byte[] body, byte[] sought, int from) {
        for (int i = from; i <= body.length - sought.length; i++) {
            int j = 0;
            while (j < sought.length && body[i + j] == sought[j]) {
                j++;
            }
            if (j == sought.length) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
