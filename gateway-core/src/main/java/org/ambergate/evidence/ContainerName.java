package org.ambergate.evidence;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.ambergate.messagelog.MessageDirection;

/** File names of containers, as X-Road gives them (services specification, section 1.6). */
public final class ContainerName {
    /** Characters of the encoded query id that a name has at most; so a whole name has at most 255. */
    public static final int QUERY_ID_LENGTH_MAX = 226;

    /** What every name ends in. */
    public static final String SUFFIX = ".asice";

    private static final int RADIX = 32;

    private ContainerName() {}

    /**
     * The name of a message's container, such as {@code Q1-request-c1p.asice}. Whatever the query id is, the name has
     * ASCII letters, digits, and {@code . - * _ % +} only, so it is no path.
     *
     * @param sequence the message's number in the log, written to the base of 32
     */
    public static String of(String queryId, MessageDirection direction, long sequence) {
        String which = direction.name().toLowerCase(Locale.ROOT);
        return encoded(queryId) + "-" + which + "-" + Long.toUnsignedString(sequence, RADIX) + SUFFIX;
    }

    /** A query id as names have it: form-URL-encoded and cut, wherever that may be. */
    public static String encoded(String queryId) {
        String encoded = URLEncoder.encode(queryId, StandardCharsets.UTF_8);
        return encoded.substring(0, Math.min(encoded.length(), QUERY_ID_LENGTH_MAX));
    }
}
