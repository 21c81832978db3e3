package org.ambergate.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.ambergate.asic.Finding;
import org.ambergate.asic.VerificationReport;

/** Prints reports for people. */
final class ReportText {
    private final PrintWriter out;
    private final boolean trusted;

    ReportText(PrintWriter out, boolean trusted) {
        this.out = out;
        this.trusted = trusted;
    }

    void print(VerifiedFile file) {
        out.printf("Container  %s%n", SafeText.of(file.file().toString()));
        if (file.report().isEmpty()) {
            out.printf("  UNREADABLE: %s%n%n", SafeText.of(file.failure()));
            return;
        }
        VerificationReport report = file.report().get();
        for (ReportFacts.Fact fact : ReportFacts.of(report)) {
            out.printf(Locale.ROOT, "  %-18s %s%n", SafeText.of(fact.label()), SafeText.of(fact.value()));
        }
        for (Finding finding : report.findings()) {
            out.printf(
                    Locale.ROOT,
                    "  %-18s %s: %s%n%21s%s%n",
                    finding.code().isNote() ? "note" : "PROBLEM",
                    finding.code().code(),
                    finding.code().meaning(),
                    "",
                    SafeText.of(finding.detail()));
        }
        String reason = report.subIndication().map(sub -> " / " + sub).orElse("");
        out.printf("  %s%s%n", report.verdict(), reason);
        out.printf("  What next: %s%n%n", ReportFacts.advice(report, trusted));
    }

    void printSummary(List<VerifiedFile> files) {
        if (files.size() > 1) {
            out.printf(
                    Locale.ROOT,
                    "%,d containers: %,d valid, %,d indeterminate, %,d invalid, %,d unreadable%n",
                    files.size(),
                    count(files, ExitCodes.VALID),
                    count(files, ExitCodes.INDETERMINATE),
                    count(files, ExitCodes.INVALID),
                    count(files, ExitCodes.IO));
        }
    }

    private static long count(List<VerifiedFile> files, int exit) {
        return files.stream().filter(file -> file.exit() == exit).count();
    }
}
