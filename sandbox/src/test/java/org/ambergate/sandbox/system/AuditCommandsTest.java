package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ambergate.cli.Main;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.testsupport.DiskLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Searching a log's directory from the command line, with the index that the security server brings along. */
final class AuditCommandsTest {
    private static final Pattern CURSOR = Pattern.compile("--cursor (\\S+)");

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path log = Path.of("");

    @BeforeEach
    void writeALog() throws Exception {
        log = Files.createDirectory(directory.resolve("log"));
        try (DiskLog written = new DiskLog(log, new UUID(1, 2))) {
            for (int i = 0; i < 5; i++) {
                written.request(
                        DiskLog.exchange("r" + i),
                        DiskLog.TIME.plusSeconds(i),
                        Optional.of("=CASE," + i),
                        Optional.empty());
                written.outcome(LoggedOutcome.delivered(DiskLog.exchange("r" + i), DiskLog.TIME.plusSeconds(i)));
                written.commit();
            }
        }
    }

    @Test
    void aTableShowsWhatWasFound() {
        assertThat(run("log", "search", "--direction", "request", log.toString()))
                .isZero();
        assertThat(out.toString().lines()).hasSize(6);
        assertThat(out.toString()).contains("delivered", "TEST/GOV/1/app -> TEST/COM/2/db/get");
        assertThat(directory.resolve("log-index.sqlite")).exists();
    }

    @Test
    void nothingFoundHasItsOwnExitCode() {
        assertThat(run("log", "search", "--request-id", "none", log.toString())).isEqualTo(1);
        assertThat(run("log", "show", "none", log.toString())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--limit 0",
                "--limit 1001",
                "--member A/B",
                "--from yesterday",
                "--json --csv",
                "--cursor x",
                "--server http://127.0.0.1:1"
            })
    void wrongUsageHasItsOwnExitCode(String options) {
        List<String> arguments = new ArrayList<>(List.of("log", "search", log.toString()));
        arguments.addAll(List.of(options.split(" ")));

        assertThat(run(arguments.toArray(new String[0]))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatCannotBeReadHasItsOwnExitCode() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        assertThat(run("log", "search", empty.toString())).isEqualTo(4);
        assertThat(run("log", "reindex", empty.toString())).isEqualTo(4);
        assertThat(run("log", "search", directory.resolve("missing").toString()))
                .isEqualTo(4);
    }

    @Test
    void cursorsLeadThroughAllPages() {
        List<String> lines = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            out.getBuffer().setLength(0);
            err.getBuffer().setLength(0);
            List<String> arguments =
                    new ArrayList<>(List.of("log", "search", log.toString(), "--limit", "3", "--json"));
            cursor.ifPresent(c -> arguments.addAll(List.of("--cursor", c)));
            assertThat(run(arguments.toArray(new String[0]))).isZero();
            lines.addAll(out.toString().lines().toList());
            Matcher next = CURSOR.matcher(err.toString());
            cursor = next.find() ? Optional.of(next.group(1)) : Optional.empty();
        } while (cursor.isPresent());

        assertThat(lines).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void aSpreadsheetGetsNoFormula() {
        assertThat(run("log", "search", "--csv", "--request-id", "r1", "--direction", "request", log.toString()))
                .isZero();
        assertThat(out.toString().lines().toList().get(1)).contains(",\"'=CASE,1\",");
    }

    @Test
    void anExchangeIsShownWithAllItsRecords() {
        assertThat(run("log", "show", "--log", log.toString(), "Q-r2")).isZero();
        assertThat(out.toString()).contains("r2", "=CASE,2", "ended", "request", "outcome");
        assertThat(out.toString().lines().filter(l -> l.startsWith("  record"))).hasSize(2);
    }

    @Test
    void anIndexThatWasLostIsBuiltAnew() throws Exception {
        assertThat(run("log", "search", log.toString())).isZero();
        Files.delete(directory.resolve("log-index.sqlite"));

        assertThat(run("log", "reindex", log.toString())).isZero();
        assertThat(out.toString()).contains("The index knows 16 records");
        assertThat(run("log", "search", log.toString())).isZero();
    }

    @Test
    void damageIsNamedAndWhatStandsBeforeItIsFound() throws Exception {
        try (DiskLog written = new DiskLog(Files.createDirectory(directory.resolve("other")), new UUID(3, 4))) {
            written.request(DiskLog.exchange("a"), DiskLog.TIME, Optional.empty(), Optional.empty());
            written.commit();
            written.request(DiskLog.exchange("b"), DiskLog.TIME, Optional.empty(), Optional.empty());
            written.commit();
            written.nextSegment();
            written.commit();
        }
        Path segment = directory.resolve("other").resolve(SegmentName.of(1));
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 90] ^= 1;
        Files.write(segment, bytes);

        assertThat(run("log", "reindex", directory.resolve("other").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("damaged", "checksum");
        assertThat(run("log", "show", "a", directory.resolve("other").toString()))
                .isZero();
    }

    private int run(String... arguments) {
        return new CommandLine(new Main())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
