package org.ambergate.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of an HTTP head in their order and spelling; names are compared ignoring ASCII case. Immutable. */
public final class HttpFields {
    private static final HttpFields EMPTY = new HttpFields(List.of());

    private final List<HttpField> entries;

    private HttpFields(List<HttpField> entries) {
        this.entries = entries;
    }

    public static HttpFields of(List<HttpField> entries) {
        return entries.isEmpty() ? EMPTY : new HttpFields(List.copyOf(entries));
    }

    /** A single field. */
    public static HttpFields of(String name, String value) {
        return new HttpFields(List.of(new HttpField(name, value)));
    }

    public static HttpFields empty() {
        return EMPTY;
    }

    /** These fields and one more at the end. */
    public HttpFields with(String name, String value) {
        List<HttpField> more = new ArrayList<>(entries.size() + 1);
        more.addAll(entries);
        more.add(new HttpField(name, value));
        return new HttpFields(List.copyOf(more));
    }

    public List<HttpField> entries() {
        return entries;
    }

    /** The value of the first field of that name. */
    public Optional<String> first(String name) {
        for (HttpField field : entries) {
            if (Ascii.equalsIgnoreCase(field.name(), name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** The values of all fields of that name, in their order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (HttpField field : entries) {
            if (Ascii.equalsIgnoreCase(field.name(), name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
