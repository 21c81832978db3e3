package org.ambergate.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.Finding;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints what {@code log verify} found. */
final class VerificationOutput {
    /** Bad signatures listed in the text form; the JSON form has more. */
    private static final int LISTED_MAX = 10;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VerificationOutput() {}

    static void printText(PrintWriter out, Path directory, LogVerification verification) {
        AuditReport report = verification.report();
        out.printf(Locale.ROOT, "Message log  %s%n", SafeText.of(directory.toString()));
        out.printf(
                Locale.ROOT,
                "  records    %,d in %,d segments: %,d messages, %,d outcomes, %,d commits%n",
                report.records(),
                report.segments(),
                report.messages(),
                report.outcomes(),
                report.commits());
        out.printf(
                Locale.ROOT,
                "  tree       %,d records, root %s%n",
                report.treeSize(),
                report.root().hex());
        out.printf(
                Locale.ROOT,
                "  stamped    %,d messages by %,d time-stamps%s%n",
                report.stamped(),
                report.timestamps(),
                tokens(verification.timestamps()));
        report.firstUnstamped()
                .ifPresent(sequence -> out.printf(
                        Locale.ROOT,
                        "             %,d messages are under no time-stamp, the first is record %d%n",
                        report.messages() - report.stamped(),
                        sequence));
        verification.removals().print(out, report.removedBodies());
        printSignatures(out, verification.signatures());
        if (report.openTail().isPresent() && !verification.strict()) {
            out.printf(
                    "  note       after the last commit an unfinished group begins (%s). Its server is writing, or was"
                            + " stopped in the middle; nobody was told that these records are durable.%n",
                    place(report.openTail().get()));
        }
        out.println(verdict(verification));
        out.flush();
    }

    private static String verdict(LogVerification verification) {
        Optional<Finding> finding = verification.firstFinding();
        if (finding.isPresent()) {
            return "INVALID: " + place(finding.get()) + ": "
                    + SafeText.of(finding.get().reason());
        }
        return verification
                .unprovenRemovals()
                .map(gone -> "INDETERMINATE: unproven removals: " + gone
                        + " are gone, as tombstones say that were not verified (give --trust)")
                .orElse("VALID");
    }

    static void printJson(PrintWriter out, Path directory, LogVerification verification) {
        AuditReport report = verification.report();
        ObjectNode json = JSON.createObjectNode();
        json.put("verdict", verification.verdict().name());
        json.put("unprovenRemovals", verification.unprovenRemovals().isPresent());
        json.put("directory", directory.toString());
        json.put("segments", report.segments());
        json.put("records", report.records());
        json.put("messages", report.messages());
        json.put("outcomes", report.outcomes());
        json.put("commits", report.commits());
        json.put("timestamps", report.timestamps());
        json.put("stampedMessages", report.stamped());
        report.firstUnstamped().ifPresent(sequence -> json.put("firstUnstamped", sequence));
        verification.removals().writeTo(json, report.removedBodies());
        json.put("treeSize", report.treeSize());
        json.put("root", report.root().hex());
        verification.firstFinding().ifPresent(finding -> json.set("finding", toJson(finding)));
        report.openTail().ifPresent(tail -> json.set("openTail", toJson(tail)));
        verification.signatures().ifPresent(result -> put(json, "signatures", result));
        verification.timestamps().ifPresent(result -> put(json, "timestampTokens", result));
        verification.tombstones().ifPresent(result -> put(json, "tombstoneServers", result));
        out.println(JSON.writeValueAsString(json));
        out.flush();
    }

    private static void put(ObjectNode json, String name, SignaturePass.Result result) {
        ObjectNode node = json.putObject(name);
        node.put("valid", result.valid());
        node.put("invalid", result.invalid());
        ArrayNode findings = node.putArray("findings");
        result.findings().forEach(finding -> findings.add(toJson(finding)));
    }

    private static String tokens(Optional<SignaturePass.Result> tokens) {
        return tokens.map(result ->
                        String.format(Locale.ROOT, ": %,d tokens valid, %,d not", result.valid(), result.invalid()))
                .orElse("");
    }

    private static void printSignatures(PrintWriter out, Optional<SignaturePass.Result> signatures) {
        if (signatures.isEmpty()) {
            out.println("  signatures not verified (give --trust)");
            return;
        }
        SignaturePass.Result result = signatures.get();
        out.printf(Locale.ROOT, "  signatures %,d valid, %,d not%n", result.valid(), result.invalid());
        result.findings().stream()
                .limit(LISTED_MAX)
                .forEach(finding -> out.printf("    %s: %s%n", place(finding), SafeText.of(finding.reason())));
        if (result.invalid() > LISTED_MAX) {
            out.printf(Locale.ROOT, "    and %,d more%n", result.invalid() - LISTED_MAX);
        }
    }

    private static String place(Finding finding) {
        return String.format(
                Locale.ROOT,
                "segment %s, byte %d, record %d",
                SafeText.of(finding.place().segment()),
                finding.place().offset(),
                finding.place().sequence());
    }

    private static ObjectNode toJson(Finding finding) {
        ObjectNode json = JSON.createObjectNode();
        json.put("segment", finding.place().segment());
        json.put("offset", finding.place().offset());
        json.put("sequence", finding.place().sequence());
        json.put("code", finding.code().name().toLowerCase(Locale.ROOT));
        json.put("reason", finding.reason());
        return json;
    }
}
