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
 * @param tombstones whether the tombstones name one registered server; empty if that was not looked at
 * @param removals what tombstones say was removed
 * @param strict whether an unfinished end counts against the log
 */
record LogVerification(
        AuditReport report,
        Optional<SignaturePass.Result> signatures,
        Optional<SignaturePass.Result> timestamps,
        Optional<SignaturePass.Result> tombstones,
        Removals removals,
        boolean strict) {
    /** The last word on the log. */
    enum Verdict {
        VALID(ExitCodes.VALID),
        /** What is there is as it was written; that what is missing was removed by its server is not proven. */
        INDETERMINATE(ExitCodes.INDETERMINATE),
        INVALID(ExitCodes.INVALID);

        private final int exit;

        Verdict(int exit) {
            this.exit = exit;
        }

        int exit() {
            return exit;
        }
    }

    Verdict verdict() {
        if (firstFinding().isPresent()) {
            return Verdict.INVALID;
        }
        return unprovenRemovals().isPresent() ? Verdict.INDETERMINATE : Verdict.VALID;
    }

    /** What is gone on the word of tombstones whose signatures nobody verified; empty if nothing is. */
    Optional<String> unprovenRemovals() {
        return signatures.isPresent() ? Optional.empty() : removals.gone(report.removedBodies());
    }

    /** The first thing that is wrong, by its place in the log. */
    Optional<Finding> firstFinding() {
        Optional<Finding> structural = report.finding().or(() -> strict ? report.openTail() : Optional.empty());
        return Stream.of(structural, first(signatures), first(timestamps), first(tombstones))
                .flatMap(Optional::stream)
                .min(Comparator.comparingLong(finding -> finding.place().sequence()));
    }

    private static Optional<Finding> first(Optional<SignaturePass.Result> result) {
        return result.flatMap(found -> found.findings().stream().findFirst());
    }
}
