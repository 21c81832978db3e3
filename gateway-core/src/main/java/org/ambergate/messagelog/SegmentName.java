package org.ambergate.messagelog;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of a log's files: {@code 0000000001.segment} is the first. */
public final class SegmentName {
    private static final Pattern FORM = Pattern.compile("([0-9]{10})\\.segment");

    private SegmentName() {}

    /** The name of a segment by its number, from 1. */
    public static String of(long index) {
        return String.format(Locale.ROOT, "%010d.segment", index);
    }

    /** The number in a name; empty if the name is not a segment's. */
    public static OptionalLong indexOf(String name) {
        Matcher matcher = FORM.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
