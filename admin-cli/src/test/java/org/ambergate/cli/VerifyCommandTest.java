package org.ambergate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ambergate.asic.AsicContent;
import org.ambergate.asic.AsicWriter;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BATCH = "asic/ss1/fix-burst-12.request.asice";
    private static final String SOAP = "asic/ss1/soap-attach-1.request.asice";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path trust = Path.of("");

    @BeforeEach
    void configuration() throws IOException {
        trust = LogFixture.writeTrust(directory.resolve("conf"));
    }

    @Test
    void aValidContainerIsReadToPeople() throws Exception {
        Path file = container("a.asice", RecordedTrust.bytes(BATCH));

        assertThat(run("verify", "--trust", trust.toString(), file.toString())).isZero();
        assertThat(out.toString())
                .contains("TOTAL_PASSED", "REST request", "PEER/ORG/1111/CLIENT", "fix-burst-12", "CN=1111")
                .contains(
                        "time-stamp         2026-11-23T05:4", "part /attachment1  covered", "What next: Nothing to do")
                .contains("mime_type_compressed");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theJsonFormSaysTheSame() throws Exception {
        Path file = container("a.asice", RecordedTrust.bytes(SOAP));

        assertThat(run("verify", "--json", "--trust", trust.toString(), file.toString()))
                .isZero();
        JsonNode json = JSON.readTree(out.toString());
        assertThat(json.path("verdict").asString()).isEqualTo("TOTAL_PASSED");
        assertThat(json.path("exit").asInt()).isZero();
        assertThat(json.path("message").path("protocol").asString()).isEqualTo("SOAP");
        assertThat(json.path("message").path("queryId").asString()).isEqualTo("soap-attach-1");
        assertThat(json.path("signer").path("sha256").asString()).hasSize(64);
        assertThat(json.path("timestamp").path("form").asString()).isEqualTo("batch");
        assertThat(json.path("parts").get(1).path("state").asString()).isEqualTo("absent");
        assertThat(json.path("findings").get(1).path("code").asString()).isEqualTo("attachment_not_contained");
    }

    @Test
    void aConfigurationInAZipFileServesAsWell() throws Exception {
        Path zip = directory.resolve("verificationconf.zip");
        try (ZipOutputStream conf = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name :
                    List.of("instance-identifier", "PEER/shared-params.xml", "PEER/shared-params.xml.metadata")) {
                conf.putNextEntry(new ZipEntry("verificationconf/" + name));
                conf.write(RecordedTrust.bytes("globalconf/" + name));
            }
        }
        Path file = container("a.asice", RecordedTrust.bytes(BATCH));

        assertThat(run("verify", "--trust", zip.toString(), file.toString())).isZero();
    }

    @Test
    void withoutAConfigurationNobodyIsTrusted() throws Exception {
        Path file = container("a.asice", RecordedTrust.bytes(BATCH));

        assertThat(run("verify", file.toString())).isEqualTo(3);
        assertThat(out.toString()).contains("INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND", "Give --trust");
    }

    @Test
    void exitCodesTakePrecedenceFromUnreadableOverInvalidOverIndeterminate() throws Exception {
        Path valid = container("valid.asice", RecordedTrust.bytes(BATCH));
        byte[] broken = RecordedTrust.bytes(BATCH);
        broken[2000] ^= 1;
        Path invalid = container("invalid.asice", broken);
        Evidence evidence = new Evidence();
        Path unknown = container("unknown.asice", AsicWriter.write(evidence.plain(), Evidence.SIGNED));
        String missing = directory.resolve("missing.asice").toString();
        String conf = trust.toString();

        assertThat(run("verify", "--trust", conf, valid.toString(), unknown.toString()))
                .isEqualTo(3);
        assertThat(run("verify", "--trust", conf, unknown.toString(), invalid.toString()))
                .isEqualTo(1);
        assertThat(run("verify", "--trust", conf, invalid.toString(), missing, valid.toString()))
                .isEqualTo(4);
        assertThat(out.toString())
                .contains("UNREADABLE")
                .contains("3 containers: 1 valid, 0 indeterminate, 1 invalid, 1 un");
    }

    @Test
    void wrongUsageAndUnusableConfigurationsHaveTheirCodes() throws Exception {
        Path file = container("a.asice", RecordedTrust.bytes(BATCH));

        assertThat(run("verify")).isEqualTo(2);
        assertThat(run("verify", "--max-size", "0", file.toString())).isEqualTo(2);
        assertThat(run("verify", "--max-size", "1025", file.toString())).isEqualTo(2);
        assertThat(run("verify", "--trust", directory.resolve("none").toString(), file.toString()))
                .isEqualTo(4);
        assertThat(run("verify", "--trust", file.toString(), file.toString())).isEqualTo(4);
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(run("verify", "--trust", trust.toString(), empty.toString())).isEqualTo(4);
    }

    @Test
    void directoriesAreSearchedAndListedByName() throws Exception {
        Path evidence = directory.resolve("evidence");
        Files.createDirectories(evidence.resolve("below"));
        Files.write(evidence.resolve("b.asice"), RecordedTrust.bytes(BATCH));
        Files.write(evidence.resolve("below/c.asice"), RecordedTrust.bytes(SOAP));
        Files.write(evidence.resolve("notes.txt"), new byte[] {1});

        assertThat(run("verify", "--json", "--trust", trust.toString(), evidence.toString()))
                .isZero();
        assertThat(out.toString()
                        .lines()
                        .map(line -> JSON.readTree(line).path("file").asString()))
                .hasSize(2)
                .allMatch(name -> name.endsWith("b.asice") || name.endsWith("c.asice"));
    }

    @Test
    void thePageHoldsNoMarkupFromContainers() throws Exception {
        String hostile = "<script>alert(1)</script>\u202e&\"'";
        Evidence evidence = new Evidence();
        AsicContent content = evidence.stampedAlone(
                evidence.signed(evidence.credential(), List.of(Evidence.request("q")))
                        .get(0),
                Evidence.STAMPED);
        AsicContent forged = new AsicContent(
                new String(content.message(), StandardCharsets.UTF_8)
                        .replace("x-road-id:q", "x-road-id:" + hostile)
                        .getBytes(StandardCharsets.UTF_8),
                List.of(),
                content.signature(),
                Optional.empty());
        Path file = container("a.asice", AsicWriter.write(forged, Evidence.SIGNED));
        Path page = directory.resolve("report.html");

        run("verify", "--html", page.toString(), "--trust", trust.toString(), file.toString());

        String html = Files.readString(page);
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("Not valid", "ETSI EN 319 102-1")
                .endsWith("</html>\n");
        assertThat(html).doesNotContain("<script", "\u202e", "http://", "src=");
    }

    @Test
    void helpShowsExamplesAndExitCodes() {
        assertThat(run("verify", "--help")).isZero();
        assertThat(out.toString()).contains("Examples:", "verificationconf.zip", "the first that applies: 4, 1, 3, 0");
    }

    private Path container(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        return new CommandLine(new Main())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
