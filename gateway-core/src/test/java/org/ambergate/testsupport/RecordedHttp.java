package org.ambergate.testsupport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One recorded HTTP/1.1 message: its start line, its header fields, and its body without the chunk framing. */
public final class RecordedHttp {
    private final String startLine;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    private RecordedHttp(String startLine, List<Map.Entry<String, String>> headers, byte[] body) {
        this.startLine = startLine;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** Takes recorded bytes apart; the bytes are trusted to be well-formed, and only the first message is read. */
    public static RecordedHttp parse(byte[] recorded) {
        String text = new String(recorded, StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, headEnd).split("\r\n", -1);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).trim()));
        }
        byte[] rest = Arrays.copyOfRange(recorded, headEnd + 4, recorded.length);
        boolean chunked = find(headers, "transfer-encoding").isPresent();
        Optional<Integer> length = find(headers, "content-length").map(Integer::valueOf);
        byte[] body = chunked ? unchunk(rest) : Arrays.copyOf(rest, length.orElse(rest.length));
        return new RecordedHttp(lines[0], headers, body);
    }

    /** For example {@code POST / HTTP/1.1} or {@code HTTP/1.1 200 OK}. */
    public String startLine() {
        return startLine;
    }

    /** The second word of the start line: the target of a request, the status of a response. */
    public String secondWord() {
        return startLine.split(" ", 3)[1];
    }

    /** The header fields in order, names spelled as recorded. */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /** The first field of this name, ignoring case. */
    public Optional<String> header(String name) {
        return find(headers, name);
    }

    /** The Content-Type. */
    public String contentType() {
        return header("content-type").orElseThrow();
    }

    /** A copy of the body, chunk framing removed. */
    public byte[] body() {
        return body.clone();
    }

    public boolean isMultipart() {
        return contentType().startsWith("multipart/mixed");
    }

    private static Optional<String> find(List<Map.Entry<String, String>> headers, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return headers.stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals(wanted))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static byte[] unchunk(byte[] chunked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(chunked.length);
        int position = 0;
        while (true) {
            int lineEnd = position;
            while (chunked[lineEnd] != '\r') {
                lineEnd++;
            }
            String size = new String(chunked, position, lineEnd - position, StandardCharsets.US_ASCII);
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return out.toByteArray();
            }
            out.write(chunked, lineEnd + 2, length);
            position = lineEnd + 2 + length + 2;
        }
    }
}
