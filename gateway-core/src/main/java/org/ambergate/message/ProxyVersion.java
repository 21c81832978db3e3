package org.ambergate.message;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version that a security server says it has, a semantic version (transport specification, section 2.3). Build
 * metadata does not count.
 *
 * @param major first number
 * @param minor second number
 * @param patch third number
 * @param early what stands behind a hyphen, for example {@code SNAPSHOT}; such a version is lower than the one without
 */
public record ProxyVersion(int major, int minor, int patch, Optional<String> early)
        implements Comparable<ProxyVersion> {
    /** Longest text looked at. */
    public static final int LENGTH_MAX = 100;

    private static final String NUMBER = "(0|[1-9][0-9]{0,5})";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?");

    // Two early versions of one number are compared as text: who depends on their order names a whole version.
    private static final Comparator<ProxyVersion> ORDER = Comparator.comparingInt(ProxyVersion::major)
            .thenComparingInt(ProxyVersion::minor)
            .thenComparingInt(ProxyVersion::patch)
            .thenComparing(v -> v.early().isEmpty())
            .thenComparing(v -> v.early().orElse(""));

    /** Reads a version; empty if it is none. */
    public static Optional<ProxyVersion> parse(String text) {
        Matcher form = FORM.matcher(text.length() > LENGTH_MAX ? "" : text);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ProxyVersion(
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                Integer.parseInt(form.group(3)),
                Optional.ofNullable(form.group(4))));
    }

    @Override
    public int compareTo(ProxyVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + early.map(e -> "-" + e).orElse("");
    }
}
