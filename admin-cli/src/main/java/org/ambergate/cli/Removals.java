package org.ambergate.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ambergate.messagelog.RemovedData;
import org.ambergate.messagelog.SequenceRange;
import org.ambergate.messagelog.TombstoneStatement;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a log's tombstones say was removed. One thread. */
final class Removals {
    /** Statements kept; the number of all is counted. */
    private static final int KEPT_MAX = 1_000;

    private static final int LISTED_MAX = 10;

    private final List<TombstoneStatement> statements = new ArrayList<>();
    private long count;
    private long firstRecord;

    /** The log begins with this record. */
    void beginAt(long sequence) {
        firstRecord = sequence;
    }

    void add(TombstoneStatement statement) {
        count++;
        if (statements.size() < KEPT_MAX) {
            statements.add(statement);
        }
    }

    /**
     * What is gone from the log, in words; empty if nothing is.
     *
     * @param bodies number of bodies that are not there
     */
    Optional<String> gone(long bodies) {
        List<String> parts = new ArrayList<>();
        if (firstRecord > 0) {
            parts.add(String.format(Locale.ROOT, "the %,d records at its beginning", firstRecord));
        }
        if (bodies > 0) {
            parts.add(String.format(Locale.ROOT, "%,d bodies", bodies));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", parts));
    }

    void print(PrintWriter out, long bodies) {
        if (count == 0) {
            return;
        }
        out.printf(Locale.ROOT, "  removed    %,d bodies are gone, as %,d tombstones say%n", bodies, count);
        statements.stream()
                .limit(LISTED_MAX)
                .forEach(s -> out.printf(
                        Locale.ROOT,
                        "    %s by %s: %s (%s)%n",
                        s.time(),
                        SafeText.of(s.server().encoded()),
                        what(s.removed()),
                        SafeText.of(s.rule())));
        if (count > LISTED_MAX) {
            out.printf(Locale.ROOT, "    and %,d more%n", count - LISTED_MAX);
        }
    }

    void writeTo(ObjectNode json, long bodies) {
        json.put("removedBodies", bodies);
        json.put("tombstones", count);
        ArrayNode list = json.putArray("removals");
        for (TombstoneStatement statement : statements) {
            ObjectNode removal = list.addObject();
            removal.put("time", statement.time().toString());
            removal.put("server", statement.server().encoded());
            removal.put("rule", statement.rule());
            removal.put("removed", what(statement.removed()));
        }
    }

    private static String what(RemovedData removed) {
        if (removed instanceof RemovedData.Segments segments) {
            return "segments 1 to " + segments.last() + " with "
                    + segments.before().treeSize() + " records";
        }
        List<SequenceRange> ranges = ((RemovedData.Bodies) removed).records();
        String span =
                ranges.get(0).first() + " to " + ranges.get(ranges.size() - 1).last();
        return "bodies between records " + span + (ranges.size() == 1 ? "" : ", " + ranges.size() + " ranges");
    }
}
