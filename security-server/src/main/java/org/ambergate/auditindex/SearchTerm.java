package org.ambergate.auditindex;

import java.util.Arrays;
import java.util.Optional;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditQuery;

/** What an exchange is found by; the index keeps hashes of it. */
enum SearchTerm {
    REQUEST_ID(1, AuditFilter.REQUEST_ID),
    MESSAGE_ID(2, AuditFilter.MESSAGE_ID),
    ISSUE(3, AuditFilter.ISSUE),
    USER_ID(4, AuditFilter.USER_ID);

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final int code;
    private final AuditFilter filter;

    SearchTerm(int code, AuditFilter filter) {
        this.code = code;
        this.filter = filter;
    }

    /** The term that narrows a query most; empty if it names none. */
    static Optional<SearchTerm> of(AuditQuery query) {
        return Arrays.stream(values())
                .filter(term -> query.value(term.filter).isPresent())
                .findFirst();
    }

    AuditFilter filter() {
        return filter;
    }

    /**
     * The hash by which the index knows a text in this place (FNV-1a over its UTF-16 units). Two texts may have the same
     * one, by chance or on purpose, so whoever searches by it compares the text as well.
     */
    long hash(String text) {
        long hash = (FNV_OFFSET ^ code) * FNV_PRIME;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
