package org.ambergate.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.ambergate.asic.VerificationReport;

/**
 * What became of one file.
 *
 * @param file as it was given or found
 * @param report empty if the file could not be read
 * @param failure why it could not be read; otherwise empty
 */
record VerifiedFile(Path file, Optional<VerificationReport> report, String failure) {
    int exit() {
        if (report.isEmpty()) {
            return ExitCodes.IO;
        }
        return switch (report.get().verdict()) {
            case TOTAL_PASSED -> ExitCodes.VALID;
            case INDETERMINATE -> ExitCodes.INDETERMINATE;
            case TOTAL_FAILED -> ExitCodes.INVALID;
        };
    }

    /** The verdict as it is printed. */
    String verdict() {
        return report.map(r -> r.verdict().name()).orElse("UNREADABLE");
    }
}
