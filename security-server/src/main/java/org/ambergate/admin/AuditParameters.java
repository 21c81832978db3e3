package org.ambergate.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditQuery;

/**
 * What the query part of a search's URL says. A parameter that does not exist is refused, for a misspelt filter would
 * find too much.
 *
 * @param query the filters
 * @param limit records of a page
 * @param cursor where to go on
 */
record AuditParameters(AuditQuery query, int limit, Optional<String> cursor) {
    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";

    /**
     * Reads the part of a URL behind the question mark.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static AuditParameters parse(String rawQuery) {
        AuditQuery query = AuditQuery.everything();
        int limit = AuditQuery.PAGE_RECORDS;
        Optional<String> cursor = Optional.empty();
        Set<String> seen = new HashSet<>();
        // No more parts than that are of use; a duplicate ends the loop at the latest one later.
        for (String part : rawQuery.isEmpty() ? new String[0] : rawQuery.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("Parameters have the form name=value");
            }
            String name = part.substring(0, equals);
            String value = decode(part.substring(equals + 1));
            if (!seen.add(name)) {
                throw new IllegalArgumentException("A parameter is given twice");
            }
            if (name.equals(LIMIT)) {
                limit = limit(value);
            } else if (name.equals(CURSOR)) {
                cursor = Optional.of(value);
            } else {
                AuditFilter filter = AuditFilter.of(name)
                        .orElseThrow(() -> new IllegalArgumentException("A parameter has an unknown name"));
                query = query.with(filter, value);
            }
        }
        return new AuditParameters(query, limit, cursor);
    }

    /**
     * Decodes one value.
     *
     * @throws IllegalArgumentException if it is not percent-encoded properly
     */
    static String decode(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A value is not percent-encoded properly", e);
        }
    }

    private static int limit(String value) {
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= AuditQuery.PAGE_RECORDS_MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("limit must be a number", e);
        }
        throw new IllegalArgumentException("limit must be 1 to " + AuditQuery.PAGE_RECORDS_MAX);
    }
}
