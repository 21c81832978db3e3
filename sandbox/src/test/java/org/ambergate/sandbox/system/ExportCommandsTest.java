package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.cli.Main;
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
