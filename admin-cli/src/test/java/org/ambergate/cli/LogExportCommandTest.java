package org.ambergate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.asic.AsicLimits;
import org.ambergate.asic.ContainerVerifier;
import org.ambergate.asic.Indication;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.EvidenceLog;
import org.ambergate.testsupport.EvidenceLog.Draft;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Exporting records by their numbers; identifiers and filters need an index, which this module does not have. */
class LogExportCommandTest {
    private static final byte[] BODY = "a body".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final EvidenceLog written = new EvidenceLog(new Evidence());
    private Path log = Path.of("");
    private Path evidence = Path.of("");
    private String request = "";
    private String response = "";
    private String waiting = "";

    @BeforeEach
    void writeALog() throws Exception {
        request = written.log(Draft.request("Q/1")).get(0).toString();
        response = written.log(Draft.response("Q/1", BODY)).get(0).toString();
        written.stamp();
        waiting = written.log(Draft.request("late")).get(0).toString();
        log = written.writeTo(Files.createDirectory(directory.resolve("log")));
        evidence = directory.resolve("new").resolve("evidence");
    }

    @Test
    void aMessageBecomesAContainerOfItsOwnName() throws Exception {
        assertThat(export("--record", request)).isZero();

        assertThat(files()).containsExactly("Q%2F1-request-1.asice");
        assertThat(out.toString().strip())
                .isEqualTo(evidence.resolve("Q%2F1-request-1.asice").toString());
        assertThat(verdict("Q%2F1-request-1.asice")).isEqualTo(Indication.TOTAL_PASSED);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        assertThat(export("--record", request)).isZero();

        Path file = evidence.resolve("Q%2F1-request-1.asice");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theJsonFormListsWhatWasWritten() throws Exception {
        assertThat(export("--json", "--record", request, "--record", response)).isZero();

        List<JsonNode> lines = out.toString()
                .lines()
                .map(JsonMapper.builder().build()::readTree)
                .toList();
        assertThat(lines).hasSize(2);
        JsonNode second = lines.get(1);
        assertThat(second.path("file").asString())
                .isEqualTo(evidence.resolve("Q%2F1-response-3.asice").toString());
        assertThat(second.path("sequence").asLong()).isEqualTo(3);
        assertThat(second.path("kind").asString()).isEqualTo("response");
        assertThat(second.path("messageId").asString()).isEqualTo("Q/1");
        assertThat(second.path("body").asString()).isEqualTo("kept");
        assertThat(second.path("bodyBytes").asInt()).isEqualTo(BODY.length);
        assertThat(second.path("timestamped").asBoolean()).isTrue();
    }

    @Test
    void oneDirectionCanBeLeftOut() throws Exception {
        assertThat(export("--request-only", "--record", request, "--record", response))
                .isZero();
        assertThat(files()).containsExactly("Q%2F1-request-1.asice");
        assertThat(export("--response-only", "--record", request, "--record", response))
                .isZero();
        assertThat(files()).containsExactly("Q%2F1-request-1.asice", "Q%2F1-response-3.asice");
        assertThat(export("--response-only", "--record", request)).isEqualTo(1);
        assertThat(err.toString()).contains("No message was found");
    }

    @Test
    void aFileThatIsThereStaysAndNothingElseIsWritten() throws Exception {
        Files.createDirectories(evidence);
        Path there = evidence.resolve("Q%2F1-response-3.asice");
        Files.writeString(there, "mine");

        assertThat(export("--record", request, "--record", response)).isEqualTo(4);
        assertThat(files()).containsExactly("Q%2F1-response-3.asice");
        assertThat(there).hasContent("mine");
        assertThat(err.toString()).contains("There is a file already", "--overwrite");

        assertThat(export("--overwrite", "--record", request, "--record", response))
                .isZero();
        assertThat(verdict("Q%2F1-response-3.asice")).isEqualTo(Indication.TOTAL_PASSED);
    }

    @Test
    void whatIsNotTimeStampedYetIsLeftOutAndReported() throws Exception {
        assertThat(export("--record", waiting, "--record", request)).isEqualTo(3);
        assertThat(files()).containsExactly("Q%2F1-request-1.asice");
        assertThat(err.toString()).contains("Record " + waiting, "late-request-8.asice", "no time-stamp yet");
    }

    @Test
    void itIsWrittenWithoutATimestampIfAskedFor() throws Exception {
        assertThat(export("--unstamped", "--record", waiting, "--record", request))
                .isZero();
        assertThat(verdict("late-request-8.asice")).isEqualTo(Indication.INDETERMINATE);
        assertThat(verdict("Q%2F1-request-1.asice")).isEqualTo(Indication.TOTAL_PASSED);
        assertThat(out.toString()).contains("late-request-8.asice  (without a time-stamp)", "2 containers");
    }

    @Test
    void aBodyThatTheLogDoesNotHoldIsSaid() throws Exception {
        long record = written.log(Draft.response("Q2", BODY)
                        .with(LoggedBody.tooLarge(BODY.length, DigestAlgorithm.SHA512.of(BODY))))
                .get(0);
        written.stamp();
        written.writeTo(log);

        assertThat(export("--record", Long.toString(record))).isZero();
        assertThat(out.toString()).contains("(the log does not hold the body)");
    }

    @Test
    void aBodyThatRetentionRemovedIsSaidSo() throws Exception {
        written.stamp();
        written.removeBody(Long.parseLong(response), EvidenceLog.SERVER);
        written.writeTo(log);

        assertThat(export("--json", "--record", response)).isZero();
        JsonNode line = JsonMapper.builder().build().readTree(out.toString());
        assertThat(line.path("body").asString()).isEqualTo("removed");
        assertThat(line.path("bodyBytes").asInt()).isEqualTo(BODY.length);
        assertThat(verdict("Q%2F1-response-3.asice")).isEqualTo(Indication.INDETERMINATE);
        assertThat(export("--overwrite", "--record", response)).isZero();
        assertThat(out.toString()).contains("Q%2F1-response-3.asice  (the body was removed from the log");
    }

    @Test
    void whatIsNoMessageIsNamed() throws Exception {
        assertThat(export("--record", "0", "--record", request)).isEqualTo(1);
        assertThat(err.toString()).contains("Record 0 is no message");
        assertThat(files()).containsExactly("Q%2F1-request-1.asice");
        assertThat(export("--overwrite", "--record", "999")).isEqualTo(1);
    }

    @Test
    void aDamagedRecordLeavesNoFileBehind() throws Exception {
        Path segment = log.resolve(SegmentName.of(1));
        byte[] bytes = Files.readAllBytes(segment);
        int body = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("a body");
        bytes[body] ^= 1;
        Files.write(segment, bytes);

        assertThat(export("--record", request, "--record", response)).isEqualTo(4);
        assertThat(files()).containsExactly("Q%2F1-request-1.asice");
        assertThat(err.toString()).contains("damaged in segment 0000000001.segment", "record " + response);
        assertThat(out.toString().strip())
                .isEqualTo(evidence.resolve("Q%2F1-request-1.asice").toString());
        assertThat(err.toString()).contains("Containers written before that: 1");
    }

    @Test
    void theConfigurationIsPutBesideTheContainersAndVerifiesThem() throws Exception {
        Path conf = LogFixture.writeTrust(directory.resolve("conf"));

        assertThat(export("--trust", conf.toString(), "--record", request)).isZero();
        assertThat(files()).containsExactly("Q%2F1-request-1.asice", "verificationconf.zip");
        Path recorded = directory.resolve("recorded.asice");
        Files.write(recorded, RecordedTrust.bytes("asic/ss1/fix-burst-12.request.asice"));
        String zip = evidence.resolve("verificationconf.zip").toString();
        assertThat(run(List.of("verify", "--trust", zip, recorded.toString()))).isZero();
    }

    @Test
    void theSameConfigurationMayBeThereAndAnotherMayNot() throws Exception {
        Path conf = LogFixture.writeTrust(directory.resolve("conf"));
        Path metadata = conf.resolve("PEER/shared-params.xml.metadata");
        assertThat(export("--trust", conf.toString(), "--record", request)).isZero();
        String later =
                Files.readString(metadata).replaceAll("\"expirationDate\":\"[^\"]*\"", "\"expirationDate\":\"later\"");
        assertThat(later).contains("later");
        Files.writeString(metadata, later);

        assertThat(export("--trust", conf.toString(), "--record", response)).isZero();
        Path zip = evidence.resolve("verificationconf.zip");
        assertThat(export("--overwrite", "--trust", zip.toString(), "--record", response))
                .isZero();

        Files.writeString(zip, "another");
        assertThat(export("--trust", conf.toString(), "--record", waiting, "--unstamped"))
                .isEqualTo(4);
        assertThat(zip).hasContent("another");
        assertThat(files()).doesNotContain("late-request-8.asice");
    }

    @Test
    void aConfigurationThatVerifiesNothingIsRefused() throws Exception {
        assertThat(export("--trust", log.toString(), "--record", request)).isEqualTo(4);
        assertThat(evidence).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOG",
                "LOG --record x",
                "LOG --record -1",
                "LOG --record 1 --service A/B/C/D/e",
                "LOG --order oldest",
                "LOG --from yesterday",
                "ID LOG --record 1",
                "ID LOG --from 2026-01-05",
                "A B LOG",
                "--log LOG --record 1 ID",
                "--record 1",
                "LOG --record 1 --request-only --response-only"
            })
    void wrongUsageHasItsOwnExitCode(String usage) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("log", "export", "-o", evidence.toString()));
        arguments.addAll(List.of(usage.replace("LOG", log.toString()).split(" ")));

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(evidence).doesNotExist();
    }

    @Test
    void whatCannotBeReadHasItsOwnExitCode() {
        assertThat(run(List.of("log", "export", "-o", evidence.toString(), "--record", "1", directory.toString())))
                .isEqualTo(4);
        assertThat(run(List.of("log", "export", "--record", "1", log.toString())))
                .isEqualTo(2);
    }

    private Indication verdict(String name) throws IOException {
        Evidence trusted = written.evidence();
        return new ContainerVerifier(trusted.trust(), trusted.timestampCertificates(), AsicLimits.DEFAULT)
                .verify(Files.readAllBytes(evidence.resolve(name)))
                .verdict();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(evidence)) {
            return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    private int export(String... options) {
        List<String> arguments = new ArrayList<>(List.of("log", "export", "-o", evidence.toString(), log.toString()));
        arguments.addAll(List.of(options));
        return run(arguments);
    }

    private int run(List<String> arguments) {
        return new CommandLine(new Main())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(new String[0]));
    }
}
