package org.ambergate.globalconf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;

/**
 * Walks through the bytes of a directory line by line, keeping track of offsets, since it is exact bytes that were
 * signed. Lines end in CR LF; a CR or LF on its own is refused. Single-threaded.
 */
final class DirectoryLines {
    private final byte[] bytes;
    private int position;
    private int lineStart;

    DirectoryLines(byte[] bytes) {
        this.bytes = bytes;
    }

    static LocalFault malformed(String text) {
        return new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, text);
    }

    /** Where the next line begins. */
    int position() {
        return position;
    }

    /** Where the line read last began. */
    int lineStart() {
        return lineStart;
    }

    boolean atEnd() {
        return position == bytes.length;
    }

    /** The next line without its end; the last one may lack it. */
    String next() throws LocalFault {
        return next(false);
    }

    /** As {@link #next()}, for the outermost header, which configuration proxies end with bare line feeds. */
    String nextOfOutermostHeader() throws LocalFault {
        return next(true);
    }

    /** Reads header lines up to the blank one. */
    HeaderFields header() throws LocalFault {
        HeaderFields fields = new HeaderFields();
        for (String line = next(); !line.isEmpty(); line = next()) {
            fields.add(line);
        }
        return fields;
    }

    HeaderFields outermostHeader() throws LocalFault {
        HeaderFields fields = new HeaderFields();
        for (String line = nextOfOutermostHeader(); !line.isEmpty(); line = nextOfOutermostHeader()) {
            fields.add(line);
        }
        return fields;
    }

    /** Insists that the next line is the given one. */
    void expect(String line) throws LocalFault {
        if (!next().equals(line)) {
            throw malformed("A boundary of the directory does not stand where it must");
        }
    }

    private String next(boolean bareLineFeedAllowed) throws LocalFault {
        if (atEnd()) {
            throw malformed("The directory ends too soon");
        }
        lineStart = position;
        int end = position;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            if (bytes[end] == 0) {
                throw malformed("The directory has a zero byte");
            }
            end++;
        }
        position = end == bytes.length ? end : afterLineEnd(end, bareLineFeedAllowed);
        return decode(lineStart, end);
    }

    private int afterLineEnd(int end, boolean bareLineFeedAllowed) throws LocalFault {
        boolean pair = bytes[end] == '\r' && end + 1 < bytes.length && bytes[end + 1] == '\n';
        if (pair) {
            return end + 2;
        }
        if (bareLineFeedAllowed && bytes[end] == '\n') {
            return end + 1;
        }
        throw malformed("A line of the directory does not end in CR LF");
    }

    private String decode(int from, int to) throws LocalFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("The directory is not UTF-8");
        }
    }
}
