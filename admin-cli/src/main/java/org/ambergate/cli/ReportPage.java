package org.ambergate.cli;

import java.util.List;
import org.ambergate.asic.Finding;
import org.ambergate.asic.Indication;
import org.ambergate.asic.VerificationReport;

/**
 * A report as one HTML page: no scripts, nothing loaded from elsewhere, made to be printed and read by people who do not
 * know the formats. All text that came from containers is escaped.
 */
final class ReportPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Verification of containers</title>
            <style>
            body{font:16px/1.5 Georgia,serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
            h1{font-size:1.6rem}h2{font-size:1.15rem;overflow-wrap:anywhere;margin-top:2.5rem}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ccc}
            th{width:12rem;font-weight:normal;color:#555}td{overflow-wrap:anywhere}
            .verdict{padding:.6rem 1rem;border-left:.5rem solid;margin:1rem 0}
            .passed{border-color:#1a7f37;background:#e9f7ee}.open{border-color:#9a6700;background:#fff8e1}
            .failed{border-color:#b42318;background:#fdecea}code{font-size:.9em}
            @media print{h2{break-after:avoid}table{break-inside:avoid}}
            </style></head><body>
            <h1>Verification of containers</h1>
            <p>Each container holds a message, the electronic signature of the organisation that sent it, a statement
            of the certification authority that the signing certificate was good, and a time-stamp. Below is
            what an independent check of each found. &ldquo;Valid&rdquo; means: the message is exactly what the named
            organisation signed, and it existed no later than the time of the time-stamp.</p>
            """;

    private ReportPage() {}

    static String of(List<VerifiedFile> files) {
        StringBuilder page = new StringBuilder(HEAD);
        files.forEach(file -> add(page, file));
        return page.append("</body></html>\n").toString();
    }

    private static void add(StringBuilder page, VerifiedFile file) {
        page.append("<h2>").append(escaped(file.file().toString())).append("</h2>\n");
        if (file.report().isEmpty()) {
            page.append("<p class=\"verdict open\">The file could not be read. ")
                    .append(escaped(file.failure()))
                    .append("</p>\n");
            return;
        }
        VerificationReport report = file.report().get();
        verdict(page, report);
        page.append("<table>\n");
        for (ReportFacts.Fact fact : ReportFacts.of(report)) {
            row(page, fact.label(), escaped(fact.value()));
        }
        for (Finding finding : report.findings()) {
            String text = escaped(finding.code().meaning()) + "<br><code>"
                    + escaped(finding.code().code()) + "</code> " + escaped(finding.detail());
            row(page, finding.code().isNote() ? "Note" : "Problem", text);
        }
        page.append("</table>\n");
    }

    private static void verdict(StringBuilder page, VerificationReport report) {
        Indication verdict = report.verdict();
        String style = verdict == Indication.TOTAL_PASSED
                ? "passed"
                : (verdict == Indication.INDETERMINATE ? "open" : "failed");
        String words = switch (verdict) {
            case TOTAL_PASSED -> "Valid.";
            case INDETERMINATE ->
                "Undecided: nothing proves the container wrong, but something needed to prove it right is"
                        + " missing or not trusted.";
            case TOTAL_FAILED -> "Not valid: the container is not what was signed and time-stamped.";
        };
        page.append("<p class=\"verdict ")
                .append(style)
                .append("\"><strong>")
                .append(words)
                .append("</strong><br><code>")
                .append(verdict)
                .append(report.subIndication().map(sub -> " / " + sub).orElse(""))
                .append("</code> (ETSI EN 319 102-1)</p>\n");
    }

    private static void row(StringBuilder page, String label, String value) {
        page.append("<tr><th>")
                .append(escaped(label))
                .append("</th><td>")
                .append(value)
                .append("</td></tr>\n");
    }

    /** Fit for the content of an element; control and formatting characters become visible. */
    private static String escaped(String text) {
        return SafeText.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
