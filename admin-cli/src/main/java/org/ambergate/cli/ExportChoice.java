package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.RefusedCursorException;
import org.ambergate.messagelog.Finding;

/**
 * Which messages are to be exported: an identifier, records by their numbers, or filters, and exactly one of these.
 *
 * @param id an {@code x-road-request-id} or {@code x-road-id}
 * @param records sequence numbers
 * @param query filters
 */
record ExportChoice(Optional<String> id, List<Long> records, AuditQuery query) {
    /** Messages of one run, at most. */
    static final int MESSAGES_MAX = 100_000;

    /**
     * @throws IllegalArgumentException if it is not one of the three, or a value is wrong
     */
    ExportChoice {
        records = List.copyOf(records);
        int ways = (id.isPresent() ? 1 : 0) + (records.isEmpty() ? 0 : 1) + (filters(query) ? 1 : 0);
        if (ways != 1) {
            throw new IllegalArgumentException("Name an ID, or --record, or filters such as --service or --from");
        }
        if (id.isPresent() && (id.get().isEmpty() || id.get().length() > AuditFilter.VALUE_LENGTH_MAX)) {
            throw new IllegalArgumentException("An ID has 1 to " + AuditFilter.VALUE_LENGTH_MAX + " characters");
        }
        if (records.stream().anyMatch(record -> record < 0)) {
            throw new IllegalArgumentException("--record is a number from 0 on");
        }
    }

    /** The order of a search says nothing about what is found. */
    private static boolean filters(AuditQuery query) {
        Map<AuditFilter, String> values = query.values();
        return values.size() > (values.containsKey(AuditFilter.ORDER) ? 1 : 0);
    }

    /**
     * What was chosen.
     *
     * @param sequences sequence numbers of the records
     * @param damage what keeps the rest of the log from being looked at, so that more may be meant; empty if nothing does
     */
    record Chosen(SortedSet<Long> sequences, Optional<Finding> damage) {}

    /**
     * Their sequence numbers. Numbers are taken as they are; for everything else the index is asked.
     *
     * @param err hears of damage that the index cannot go beyond
     * @throws TooMany if there are more than {@link #MESSAGES_MAX}
     * @throws IOException if log or index cannot be read
     */
    Chosen choose(LogOptions log, Path directory, boolean quiet, PrintWriter err) throws IOException, TooMany {
        SortedSet<Long> sequences = new TreeSet<>(records);
        if (!records.isEmpty()) {
            return new Chosen(sequences, Optional.empty());
        }
        try (LocalIndex index = log.openIndex(directory, quiet, err)) {
            for (AuditQuery one : queries()) {
                search(index, one, sequences);
            }
            return new Chosen(sequences, index.damage());
        }
    }

    /** An identifier may be that of messages or of requests. */
    private List<AuditQuery> queries() {
        return id.map(text -> Stream.of(AuditFilter.MESSAGE_ID, AuditFilter.REQUEST_ID)
                        .map(filter -> AuditQuery.everything().with(filter, text))
                        .toList())
                .orElse(List.of(query));
    }

    private static void search(LocalIndex index, AuditQuery one, SortedSet<Long> sequences)
            throws IOException, TooMany {
        try {
            Optional<String> cursor = Optional.empty();
            do {
                AuditPage page = index.search(one, cursor, AuditQuery.PAGE_RECORDS_MAX);
                add(page.records(), sequences);
                if (sequences.size() > MESSAGES_MAX) {
                    throw new TooMany();
                }
                cursor = page.next();
            } while (cursor.isPresent());
        } catch (RefusedCursorException e) {
            throw new IOException("the index was made anew meanwhile; try again", e);
        }
    }

    private static void add(List<AuditRecord> records, SortedSet<Long> sequences) {
        records.stream()
                .filter(record -> record.kind() != RecordKind.OUTCOME)
                .forEach(record -> sequences.add(record.sequence()));
    }

    /** More messages match than one run exports. */
    static final class TooMany extends Exception {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super("More than " + MESSAGES_MAX + " messages match; choose fewer with --from and --before");
        }
    }
}
