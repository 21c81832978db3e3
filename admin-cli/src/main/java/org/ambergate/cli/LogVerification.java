package org.ambergate.cli;

import java.util.Optional;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.Finding;

/**
 * What {@code log verify} found.
 *
 * @param report records, tree and links
 * @param signatures the signatures; empty if they were not verified
 * @param strict whether an unfinished end counts against the log
 */
record LogVerification(AuditReport report, Optional<SignaturePass.Result> signatures, boolean strict) {
    boolean isValid() {
        return firstFinding().isEmpty();
    }

    /** The first thing that is wrong, by its place in the log. */
    Optional<Finding> firstFinding() {
        Optional<Finding> structural = report.finding().or(() -> strict ? report.openTail() : Optional.empty());
        Optional<Finding> signature =
                signatures.flatMap(result -> result.findings().stream().findFirst());
        if (structural.isEmpty() || signature.isEmpty()) {
            return structural.or(() -> signature);
        }
        boolean signatureFirst =
                signature.get().place().sequence() < structural.get().place().sequence();
        return signatureFirst ? signature : structural;
    }
}
