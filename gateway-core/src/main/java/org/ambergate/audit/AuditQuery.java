package org.ambergate.audit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an auditor asks for: filters that must all hold. Immutable; every value in it is in its canonical form. */
public final class AuditQuery {
    /** Records of a page, at most. */
    public static final int PAGE_RECORDS_MAX = 1_000;

    /** Records of a page, unless said otherwise. */
    public static final int PAGE_RECORDS = 50;

    private static final AuditQuery EVERYTHING = new AuditQuery(new EnumMap<>(AuditFilter.class));

    private final EnumMap<AuditFilter, String> values;

    private AuditQuery(EnumMap<AuditFilter, String> values) {
        this.values = values;
    }

    /** All records, newest first. */
    public static AuditQuery everything() {
        return EVERYTHING;
    }

    /**
     * The same query with one more filter.
     *
     * @throws IllegalArgumentException if the value is not one of this filter, or the filter is there already
     */
    public AuditQuery with(AuditFilter filter, String value) {
        if (values.containsKey(filter)) {
            throw new IllegalArgumentException(filter.label() + " is given twice");
        }
        EnumMap<AuditFilter, String> more = new EnumMap<>(values);
        more.put(filter, filter.canonical(value));
        return new AuditQuery(more);
    }

    /** A filter's value in its canonical form. */
    public Optional<String> value(AuditFilter filter) {
        return Optional.ofNullable(values.get(filter));
    }

    /** All filters and their values. */
    public Map<AuditFilter, String> values() {
        return Map.copyOf(values);
    }

    public Optional<Instant> from() {
        return value(AuditFilter.FROM).map(Instant::parse);
    }

    public Optional<Instant> before() {
        return value(AuditFilter.BEFORE).map(Instant::parse);
    }

    public boolean isOldestFirst() {
        return value(AuditFilter.ORDER).filter(AuditFilter.OLDEST::equals).isPresent();
    }

    /**
     * The one text of this query: filters in a fixed order as in the query part of a URL. Two queries are the same if
     * their texts are.
     */
    public String canonical() {
        return values.entrySet().stream()
                .map(e -> e.getKey().label() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof AuditQuery that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return canonical();
    }
}
