package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.cli.Main;
import org.ambergate.evidence.ArchiveCheck;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.TombstoneStatement;
import org.ambergate.sandbox.LogFiles;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.ServerHome;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A running server removes bodies by its rules, with tombstones that its owner signed, and its log stays valid. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RetentionOfBodiesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BODY_BYTES = 400_000;
    private static final int EXCHANGES = 6;

    private RunningPair pair;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        pair = RunningPair.start(
                home, KeyKind.P256, "", """
                message-log: {segment-size: 1MiB}
                time-stamping: {interval: 1s}
                archive: {directory: archive, interval: 1s, file-size: 1MiB}
                retention:
                  interval: 1s
                  rules:
                    - {party: %s, service: %s, side: provider, keep-bodies: 1s}
                """.formatted(SandboxIds.PROVIDER.encoded(), SandboxIds.SERVICE_CODE));
        pair.resetService();
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @Test
    void bodiesGoUnderSignedTombstonesOnTheSideThatTheRuleNames() throws Exception {
        for (int i = 0; i < EXCHANGES; i++) {
            String body = "personal data ".repeat(BODY_BYTES / 14);
            assertThat(pair.send(pair.request("/x").POST(HttpRequest.BodyPublishers.ofString(body)))
                            .statusCode())
                    .isEqualTo(200);
        }
        ServerHome provider = pair.ecosystem().provider();
        ServerHome consumer = pair.ecosystem().consumer();

        // What stands in the segment that is still written to stays.
        await().atMost(PATIENCE).untilAsserted(() -> {
            AuditReport report = LogFiles.audit(provider.messageLog(), (place, record) -> {});
            assertThat(report.finding()).isEmpty();
            assertThat(report.removedBodies()).isGreaterThanOrEqualTo(EXCHANGES - 2);
            assertThat(segmentsWithBodies(provider)).isLessThanOrEqualTo(1);
        });

        assertThat(segmentsWithBodies(consumer)).isGreaterThan(1);
        assertThat(tombstones(consumer)).isEmpty();
        assertThat(tombstones(provider)).isNotEmpty().allSatisfy(statement -> {
            assertThat(statement.server()).isEqualTo(SandboxIds.PROVIDER_SERVER);
            assertThat(statement.rule())
                    .isEqualTo("party DEV/ORG/2222/PROVIDER, service registry, side provider, keep-bodies 1s");
        });
        assertThat(verify(provider))
                .contains("bodies are gone", "\nVALID", ", 0 not")
                .doesNotContain("INVALID");
        StringWriter out = new StringWriter();
        assertThat(run(out, "log", "verify", provider.messageLog().toString())).isEqualTo(3);
        assertThat(out.toString()).contains("INDETERMINATE: unproven removals: ");
        assertThat(blocks(provider)).isLessThan(blocks(consumer));
    }

    @Test
    void everyMessageGetsIntoOneArchiveAndTheArchivesFormOneChain() throws Exception {
        for (int i = 0; i < EXCHANGES; i++) {
            String body = "small " + i;
            assertThat(pair.send(pair.request("/y").POST(HttpRequest.BodyPublishers.ofString(body)))
                            .statusCode())
                    .isEqualTo(200);
        }
        ServerHome consumer = pair.ecosystem().consumer();
        long messages =
                LogFiles.audit(consumer.messageLog(), (place, record) -> {}).messages();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(containersInChain(archives(consumer))).isGreaterThanOrEqualTo(messages));

        Path archive;
        try (var files = Files.list(archives(consumer))) {
            archive =
                    files.filter(f -> f.toString().endsWith(".zip")).findFirst().orElseThrow();
        }
        StringWriter out = new StringWriter();
        assertThat(run(out, "log", "verify-archive", archive.toString())).isZero();
        assertThat(out.toString()).contains("VALID", "last link  ").doesNotContain("INVALID");
        byte[] changed = Files.readAllBytes(archive);
        changed[changed.length / 3] ^= 1;
        Path copy = Files.write(archive.resolveSibling("changed.copy"), changed);
        assertThat(run(out, "log", "verify-archive", copy.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("INVALID");
    }

    private static Path archives(ServerHome home) throws IOException {
        return home.settings().toRealPath().resolveSibling("archive");
    }

    /** Follows the chain from its first archive on; the containers in it. */
    private static long containersInChain(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        List<Path> left;
        try (var files = Files.list(directory)) {
            left = new ArrayList<>(
                    files.filter(f -> f.toString().endsWith(".zip")).toList());
        }
        long containers = 0;
        String link = "-";
        while (!left.isEmpty()) {
            String previous = link;
            for (Path file : List.copyOf(left)) {
                ArchiveCheck.Result result;
                try (InputStream in = Files.newInputStream(file)) {
                    result = ArchiveCheck.of(in, Optional.of(previous));
                }
                if (result.lastLink().isPresent()) {
                    link = result.lastLink().get();
                    containers += result.containers();
                    left.remove(file);
                }
            }
            assertThat(link).as("an archive follows none of the others").isNotEqualTo(previous);
        }
        return containers;
    }

    private static int segmentsWithBodies(ServerHome home) throws IOException {
        int count = 0;
        try (var files = Files.list(home.messageLog())) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".segment")).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                count += bytes.contains("personal data") ? 1 : 0;
            }
        }
        return count;
    }

    /** What the log's files take on the disk, in blocks; holes take nothing. */
    private static long blocks(ServerHome home) throws IOException {
        Process du = new ProcessBuilder("du", "-s", "-k", home.messageLog().toString()).start();
        String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(text.substring(0, text.indexOf('\t')));
    }

    private static List<TombstoneStatement> tombstones(ServerHome home) throws IOException {
        List<TombstoneStatement> statements = new ArrayList<>();
        var unused = LogFiles.audit(home.messageLog(), (place, record) -> {
            if (record instanceof LogRecord.Tombstone t) {
                statements.add(t.tombstone().statement());
            }
        });
        return statements;
    }

    private static String verify(ServerHome home) {
        StringWriter out = new StringWriter();
        int unused = run(
                out,
                "log",
                "verify",
                "--trust",
                home.globalConfiguration().toString(),
                home.messageLog().toString());
        return out.toString();
    }

    private static int run(StringWriter out, String... arguments) {
        return new CommandLine(new Main()).setOut(new PrintWriter(out)).execute(arguments);
    }
}
