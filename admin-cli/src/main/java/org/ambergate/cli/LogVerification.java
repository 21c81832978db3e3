package org.ambergate.cli;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.Finding;

/**
 * What {@code log verify} found.
 *
 * @param report records, tree and links
 * @param signatures the signatures; empty if they were not verified
 * @param timestamps the time-stamps' tokens; empty if they were not verified
 * @param removals what tombstones say was removed
 * @param strict whether an unfinished end counts against the log
 */
record LogVerification(
        AuditReport report,
        Optional<SignaturePass.Result> signatures,
        Optional<SignaturePass.Result> timestamps,
        Removals removals,
        boolean strict) {
    boolean isValid() {
        return firstFinding().isEmpty();
    }

    /** The first thing that is wrong, by its place in the log. */
    Optional<Finding> firstFinding() {
        Optional<Finding> structural = report.finding().or(() -> strict ? report.openTail() : Optional.empty());
        return Stream.of(structural, first(signatures), first(timestamps))
                .flatMap(Optional::stream)
                .min(Comparator.comparingLong(finding -> finding.place().sequence()));
    }

    private static Optional<Finding> first(Optional<SignaturePass.Result> result) {
        return result.flatMap(found -> found.findings().stream().findFirst());
    }
}
