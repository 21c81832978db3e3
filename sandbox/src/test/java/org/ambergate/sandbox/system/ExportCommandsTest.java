package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.audit.AuditQuery;
import org.ambergate.cli.Main;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.EvidenceLog;
import org.ambergate.testsupport.EvidenceLog.Draft;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Choosing what to export by identifiers and filters, with the index that the security server brings along. */
final class ExportCommandsTest {
    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();
    private Path log = Path.of("");
    private Path evidence = Path.of("");

    @BeforeEach
    void writeALog() throws Exception {
        EvidenceLog written = new EvidenceLog(new Evidence());
        for (String id : List.of("a", "b")) {
            written.log(Draft.request(id));
            written.log(Draft.response(id, new byte[] {1}));
            written.stamp();
            written.nextSegment();
        }
        log = written.writeTo(Files.createDirectory(directory.resolve("log")));
        evidence = directory.resolve("evidence");
    }

    @Test
    void anExchangeIsExportedByItsMessageIdOrRequestId() throws Exception {
        assertThat(export("a", log.toString())).isZero();
        assertThat(files()).containsExactly("a-request-1.asice", "a-response-3.asice");

        assertThat(export("--response-only", "R-b", log.toString())).isZero();
        assertThat(files()).contains("b-response-b.asice").doesNotContain("b-request-9.asice");
    }

    @Test
    void theDirectoryMayBeNamedByItsOption() throws Exception {
        assertThat(export("b", "--log", log.toString())).isZero();
        assertThat(files()).containsExactly("b-request-9.asice", "b-response-b.asice");
    }

    @Test
    void everythingThatFiltersFindIsExported() throws Exception {
        assertThat(export("--service", EvidenceLog.SERVICE, log.toString())).isZero();
        assertThat(files()).hasSize(4);
    }

    @Test
    void filtersMustAllMatch() throws Exception {
        assertThat(export("--message-id", "b", "--direction", "request", log.toString()))
                .isZero();
        assertThat(files()).containsExactly("b-request-9.asice");
    }

    @Test
    void whatMatchesNothingLeavesNoDirectory() {
        assertThat(export("none", log.toString())).isEqualTo(1);
        assertThat(export("--client", "TEST/COM/9999", log.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("No message was found");
        assertThat(evidence).doesNotExist();
    }

    @Test
    void noMessageOfAnIdentifierIsLeftOutHoweverManyThereAre() throws Exception {
        // More than a page of the index by their request identifier, and one by its message identifier.
        Draft[] drafts = new Draft[AuditQuery.PAGE_RECORDS_MAX + 1];
        Arrays.fill(drafts, Draft.request("many"));
        EvidenceLog written = new EvidenceLog(new Evidence());
        written.log(drafts);
        written.log(Draft.request("R-many"));
        written.stamp();
        Path many = written.writeTo(Files.createDirectory(directory.resolve("many")));

        assertThat(export("R-many", many.toString())).isZero();
        assertThat(files()).hasSize(drafts.length + 1).anyMatch(name -> name.startsWith("R-many-request-"));
    }

    @Test
    void aDamagedLogIsAnErrorThatNamesThePlaceAndWhatWasWrittenBefore() throws Exception {
        Path second = log.resolve(SegmentName.of(2));
        byte[] bytes = Files.readAllBytes(second);
        bytes[LogFormat.PREAMBLE_BYTES + 400] ^= 1;
        Files.write(second, bytes);

        for (List<String> choice : List.of(List.of("a"), List.of("--service", EvidenceLog.SERVICE))) {
            List<String> arguments = new ArrayList<>(choice);
            arguments.addAll(List.of("--overwrite", log.toString()));
            assertThat(export(arguments.toArray(new String[0]))).isEqualTo(4);
            assertThat(files()).containsExactly("a-request-1.asice", "a-response-3.asice");
            assertThat(err.toString())
                    .contains("damaged in segment " + SegmentName.of(2) + " at byte ")
                    .contains("What stands behind the damage in record ", "was not looked at")
                    .contains("Containers written before that: 2");
        }
        assertThat(export("--overwrite", "none", log.toString())).isEqualTo(4);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(evidence)) {
            return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    private int export(String... arguments) {
        List<String> all = new ArrayList<>(List.of("log", "export", "-o", evidence.toString()));
        all.addAll(List.of(arguments));
        return new CommandLine(new Main())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }
}
