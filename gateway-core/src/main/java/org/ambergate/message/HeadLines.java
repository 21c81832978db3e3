package org.ambergate.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;

/**
 * The lines of a REST head: two lines, then header lines {@code name:value}, each ended by CRLF, nothing behind
 * (transport specification, section 5.1). Stricter than X-Road, whose line reader takes a bare CR or LF as a line end:
 * what was signed must have one reading only.
 *
 * @param first verb or status
 * @param second target or reason
 * @param fields the header lines in order
 */
record HeadLines(String first, String second, List<Field> fields) {
    HeadLines {
        fields = List.copyOf(fields);
    }

    static HeadLines parse(byte[] bytes) throws LocalFault {
        if (bytes.length > RestRequestHead.HEAD_BYTES_MAX) {
            throw refused("The REST head is longer than " + RestRequestHead.HEAD_BYTES_MAX + " bytes");
        }
        List<String> lines = split(decode(bytes));
        if (lines.size() < 2) {
            throw refused("The REST head lacks its first two lines");
        }
        if (lines.size() - 2 > FieldRules.FIELDS_MAX) {
            throw refused("The REST head has more than " + FieldRules.FIELDS_MAX + " header lines");
        }
        List<Field> fields = new ArrayList<>(lines.size() - 2);
        for (String line : lines.subList(2, lines.size())) {
            fields.add(field(line));
        }
        return new HeadLines(lines.get(0), lines.get(1), fields);
    }

    /** The exact bytes of a head with these lines. */
    byte[] toBytes() {
        StringBuilder out = new StringBuilder(512);
        out.append(first).append("\r\n").append(second).append("\r\n");
        for (Field field : fields) {
            out.append(field.name()).append(':').append(field.value()).append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static LocalFault refused(String text) {
        return new LocalFault(MessageFault.INVALID_MESSAGE, text);
    }

    private static String decode(byte[] bytes) throws LocalFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("The REST head is not UTF-8").causedBy(e);
        }
    }

    private static List<String> split(String text) throws LocalFault {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf("\r\n", start);
            if (end < 0) {
                throw refused("The last line of the REST head does not end with CRLF");
            }
            lines.add(text.substring(start, end));
            start = end + 2;
        }
        return lines;
    }

    private static Field field(String line) throws LocalFault {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw refused("The REST head has a header line without a colon");
        }
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1);
        if (!FieldRules.isName(name)) {
            throw refused("The REST head has a malformed header name");
        }
        if (!FieldRules.isValue(value)) {
            throw refused("The REST head has a header value with characters that HTTP does not allow");
        }
        if (!FieldRules.trimmed(value).equals(value)) {
            // X-Road writes none, and a peer that re-serialises would compute another request hash.
            throw refused("The REST head has a header value with blanks around it");
        }
        if (FieldRules.isHopByHop(FieldRules.lowerCase(name))) {
            throw refused(
                    "The REST head has a header that belongs to one connection only: " + FieldRules.lowerCase(name));
        }
        return new Field(name, value);
    }
}
