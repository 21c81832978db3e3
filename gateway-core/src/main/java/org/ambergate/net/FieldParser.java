package org.ambergate.net;

import java.util.ArrayList;
import java.util.List;

/** The field lines of a scanned head and what they say about framing, for requests and responses alike. */
final class FieldParser {
    /** 18 digits always fit a long. */
    private static final int LENGTH_DIGITS_MAX = 18;

    private static final String CONTENT_LENGTH = "Content-Length";
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";

    private FieldParser() {}

    static HttpFields parse(HeadScanner head) throws RefusedException {
        List<HttpField> fields = new ArrayList<>(head.lines() - 1);
        for (int line = 1; line < head.lines(); line++) {
            fields.add(field(head, head.start(line), head.end(line)));
        }
        return HttpFields.of(fields);
    }

    private static HttpField field(HeadScanner head, int start, int end) throws RefusedException {
        int colon = start;
        while (colon < end && Ascii.isTokenCharacter(head.at(colon))) {
            colon++;
        }
        // white space before the colon ends the token as well and is refused with the rest (RFC 9112, section 5.1)
        if (colon == start || colon == end || head.at(colon) != ':') {
            throw RefusedException.badRequest("Malformed header field name");
        }
        int from = colon + 1;
        int to = end;
        while (from < to && isBlank(head.at(from))) {
            from++;
        }
        while (to > from && isBlank(head.at(to - 1))) {
            to--;
        }
        return new HttpField(head.text(start, colon), head.text(from, to));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /**
     * What {@code Content-Length} and {@code Transfer-Encoding} say together.
     *
     * @param neither what holds if there is neither
     */
    static Framing framing(HttpFields fields, Framing neither) throws RefusedException {
        List<String> encodings = fields.all(TRANSFER_ENCODING);
        List<String> lengths = fields.all(CONTENT_LENGTH);
        if (encodings.isEmpty() && lengths.isEmpty()) {
            return neither;
        }
        if (!encodings.isEmpty() && !lengths.isEmpty()) {
            throw RefusedException.badRequest("Both Content-Length and Transfer-Encoding");
        }
        if (!encodings.isEmpty()) {
            if (encodings.size() > 1 || !encodings.get(0).equals("chunked")) {
                throw RefusedException.badRequest("Transfer-Encoding other than chunked");
            }
            return Framing.CHUNKED;
        }
        if (lengths.size() > 1) {
            throw RefusedException.badRequest("More than one Content-Length");
        }
        return Framing.ofLength(length(lengths.get(0)));
    }

    private static long length(String text) throws RefusedException {
        boolean wellFormed = !text.isEmpty() && text.length() <= LENGTH_DIGITS_MAX;
        long value = 0;
        for (int i = 0; wellFormed && i < text.length(); i++) {
            wellFormed = Ascii.isDigit(text.charAt(i));
            value = value * 10 + (text.charAt(i) - '0');
        }
        // a leading zero is octal to some parser on the way
        if (!wellFormed || (text.length() > 1 && text.charAt(0) == '0')) {
            throw RefusedException.badRequest("Malformed Content-Length");
        }
        return value;
    }

    /** The members of all {@code Connection} fields. */
    static List<String> connectionOptions(HttpFields fields) {
        List<String> options = new ArrayList<>(2);
        for (String value : fields.all("Connection")) {
            int from = 0;
            while (from <= value.length()) {
                int comma = value.indexOf(',', from);
                int to = comma < 0 ? value.length() : comma;
                String option = value.substring(from, to).strip();
                if (!option.isEmpty()) {
                    options.add(option);
                }
                from = to + 1;
            }
        }
        return options;
    }

    static boolean asksToClose(HttpFields fields) {
        for (String option : connectionOptions(fields)) {
            if (Ascii.equalsIgnoreCase(option, "close")) {
                return true;
            }
        }
        return false;
    }
}
