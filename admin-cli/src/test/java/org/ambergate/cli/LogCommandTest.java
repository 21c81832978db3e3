package org.ambergate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.OwnRequest;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.signature.SignatureParts;
import org.ambergate.testsupport.ReceivedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anIntactLogIsValid() throws Exception {
        small().writeTo(directory);

        assertThat(run("log", "verify", directory.toString())).isZero();
        assertThat(out.toString()).contains("1 messages", "1 outcomes", "signatures not verified", "VALID");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aChangedByteIsNamedByItsPlace() throws Exception {
        small().writeTo(directory);
        flip(120);

        assertThat(run("log", "verify", directory.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("INVALID: segment " + SegmentName.of(1) + ", byte ");
    }

    @Test
    void theJsonFormSaysTheSame() throws Exception {
        small().writeTo(directory);
        flip(120);

        assertThat(run("log", "verify", "--json", directory.toString())).isEqualTo(1);
        JsonNode json = JSON.readTree(out.toString());
        assertThat(json.path("verdict").asString()).isEqualTo("INVALID");
        assertThat(json.path("finding").path("code").asString()).isEqualTo("checksum");
        assertThat(json.path("finding").path("segment").asString()).isEqualTo(SegmentName.of(1));
        assertThat(json.path("finding").path("sequence").isNumber()).isTrue();
        assertThat(json.path("root").asString()).hasSize(64);
    }

    @Test
    void anUnfinishedEndIsNotedAndCountsOnlyIfAskedFor() throws Exception {
        LogFixture log = small();
        long committed = log.length();
        log.outcome(LoggedOutcome.delivered(LogFixture.EXCHANGE, LogFixture.TIME))
                .writeTo(directory);

        assertThat(run("log", "verify", directory.toString())).isZero();
        assertThat(out.toString()).contains("unfinished group begins").contains("\nVALID");
        assertThat(run("log", "verify", "--strict", directory.toString())).isEqualTo(1);
        assertThat(run("log", "verify", "--json", directory.toString())).isZero();
        assertThat(out.toString()).contains("\"openTail\"");
        assertThat(committed).isPositive();
    }

    @Test
    void aLogThatWasCutOrWrittenAnewContradictsWhatAnEarlierVerificationPrinted() throws Exception {
        small().writeTo(directory);
        assertThat(run("log", "verify", "--json", directory.toString())).isZero();
        JsonNode earlier = JSON.readTree(out.toString());
        String expected =
                earlier.path("treeSize").asLong() + ":" + earlier.path("root").asString();
        assertThat(earlier.path("firstUnstamped").asLong()).isEqualTo(1);

        small().outcome(LoggedOutcome.delivered(LogFixture.EXCHANGE, LogFixture.TIME))
                .commit()
                .writeTo(directory);
        assertThat(run("log", "verify", "--expect", expected, directory.toString()))
                .as(out.toString())
                .isZero();
        assertThat(out.toString()).contains("1 messages are under no time-stamp, the first is record 1");

        new LogFixture()
                .outcome(LoggedOutcome.delivered(LogFixture.EXCHANGE, LogFixture.TIME))
                .commit()
                .writeTo(directory);
        assertThat(run("log", "verify", directory.toString())).isZero();
        assertThat(run("log", "verify", "--expect", expected, directory.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("ends before the last record whose root was remembered");

        String other = expected.substring(0, expected.length() - 1) + (expected.endsWith("0") ? "1" : "0");
        small().writeTo(directory);
        assertThat(run("log", "verify", "--expect", other, directory.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("are not those whose root was remembered");
        for (String malformed : List.of("", "1", "1:ab", "-1:" + "0".repeat(64), "1:" + "g".repeat(64))) {
            assertThat(run("log", "verify", "--expect", malformed, directory.toString()))
                    .isEqualTo(2);
        }
    }

    @Test
    void everyRecordedSignatureVerifiesAtItsTime() throws Exception {
        LogFixture log = new LogFixture();
        int count = 0;
        for (ReceivedMessage received : ReceivedMessage.all()) {
            log.message(
                    LogFixture.logged(received, LogFixture.bodyOf(received)),
                    received.body().orElse(new byte[0]));
            count++;
        }
        log.commit().writeTo(directory);
        Path trust = LogFixture.writeTrust(directory.resolve("conf"));

        assertThat(run("log", "verify", "--json", "--trust", trust.toString(), directory.toString()))
                .as(out.toString())
                .isZero();
        JsonNode signatures = JSON.readTree(out.toString()).path("signatures");
        assertThat(signatures.path("valid").asInt()).isEqualTo(count).isGreaterThan(10);
        assertThat(signatures.path("invalid").asInt()).isZero();
    }

    @Test
    void aBodyThatWasNotKeptCountsByItsDigest() throws Exception {
        ReceivedMessage received = withBody();
        byte[] body = received.body().orElseThrow();
        LoggedBody leftOut = LoggedBody.leftOut(body.length, DigestAlgorithm.SHA512.of(body));
        new LogFixture()
                .message(LogFixture.logged(received, leftOut), new byte[0])
                .commit()
                .writeTo(directory);

        assertThat(verifyWithTrust()).isZero();
    }

    @Test
    void aChangedHeadIsFoundAlthoughTheLogItselfIsConsistent() throws Exception {
        ReceivedMessage received = ReceivedMessage.all().get(0);
        String head = new String(received.head(), StandardCharsets.UTF_8);
        ReceivedMessage changed = received.withHead(
                head.replaceFirst("(?i)(\r\nx-road-client)", "\r\nx-added:1$1").getBytes(StandardCharsets.UTF_8));
        logAndCommit(LogFixture.logged(changed, LogFixture.bodyOf(received)), received);

        assertThat(verifyWithTrust()).isEqualTo(1);
        assertThat(out.toString()).contains("0 valid, 1 not", "INVALID: segment");
    }

    @Test
    void aMessageLoggedLongAfterItsProofsWentStaleIsFound() throws Exception {
        ReceivedMessage received = ReceivedMessage.all().get(0);
        LoggedMessage message = LogFixture.logged(received, LogFixture.bodyOf(received));
        LoggedMessage late = new LoggedMessage(
                message.exchange(),
                message.direction(),
                message.time().plus(Duration.ofDays(2)),
                message.head(),
                message.signature(),
                message.body());
        logAndCommit(late, received);

        assertThat(verifyWithTrust()).isEqualTo(1);
    }

    @Test
    void aRecordFiledUnderOtherNamesThanTheSignedOnesIsFound() throws Exception {
        ReceivedMessage received = ReceivedMessage.all().get(0);
        LoggedMessage message = LogFixture.logged(received, LogFixture.bodyOf(received));
        LoggedExchange exchange = message.exchange();
        LoggedExchange other = new LoggedExchange(
                exchange.side(), exchange.queryId(), "other", exchange.clientId(), exchange.serviceId());
        LoggedMessage misfiled = new LoggedMessage(
                other, message.direction(), message.time(), message.head(), message.signature(), message.body());
        logAndCommit(misfiled, received);

        assertThat(verifyWithTrust()).isEqualTo(1);
        assertThat(out.toString()).contains("names are not those");
    }

    @Test
    void aDirectoryWithoutALogOrWithoutTrustIsAnInputError() throws Exception {
        assertThat(run("log", "verify", directory.toString())).isEqualTo(4);
        assertThat(err.toString()).contains("no message log in");
        assertThat(run("log", "verify", directory.resolve("absent").toString())).isEqualTo(4);
        assertThat(run("log", "list", directory.toString())).isEqualTo(4);
        small().writeTo(directory);
        assertThat(run("log", "verify", "--trust", directory.toString(), directory.toString()))
                .isEqualTo(4);
    }

    @Test
    void aTrustDirectoryThatIsNoConfigurationIsAnInputError() throws Exception {
        small().writeTo(directory);
        Path trust = LogFixture.writeTrust(directory.resolve("conf"));
        Files.writeString(trust.resolve("PEER/shared-params.xml"), "<no/>");
        assertThat(run("log", "verify", "--trust", trust.toString(), directory.toString()))
                .isEqualTo(4);
        LogFixture.writeTrust(trust);
        Files.writeString(trust.resolve("PEER/shared-params.xml.metadata"), "no json");
        assertThat(run("log", "verify", "--trust", trust.toString(), directory.toString()))
                .isEqualTo(4);
        LogFixture.writeTrust(trust);
        Files.writeString(trust.resolve("instance-identifier"), "OTHER");
        assertThat(run("log", "verify", "--trust", trust.toString(), directory.toString()))
                .isEqualTo(4);
    }

    @Test
    void wrongUsageIsSaidSo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("log")).isEqualTo(2);
        assertThat(run("log", "verify")).isEqualTo(2);
        assertThat(run("log", "verify", "--no-such-option", ".")).isEqualTo(2);
    }

    @Test
    void helpShowsExamplesAndExitCodes() {
        assertThat(run("log", "verify", "--help")).isZero();
        assertThat(out.toString()).contains("Examples:", "ambergate log verify --trust", "Exit codes:");
        assertThat(run("log", "list", "--help")).isZero();
        assertThat(out.toString()).contains("Examples:");
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("ambergate ");
    }

    @Test
    void aLogIsListedLineByLine() throws Exception {
        small().writeTo(directory);

        assertThat(run("log", "list", directory.toString())).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("request", "R1", "TEST/GOV/1/a -> TEST/COM/2/b/s");
        assertThat(lines.get(2)).contains("refused", "access_denied");
    }

    @Test
    void theListCanBeNarrowed() throws Exception {
        small().writeTo(directory);

        assertThat(run("log", "list", "--last", "1", directory.toString())).isZero();
        assertThat(out.toString().lines().skip(1)).singleElement().asString().contains("refused");
        assertThat(run("log", "list", "--request-id", "other", directory.toString()))
                .isZero();
        assertThat(out.toString().lines().skip(1)).isEmpty();
    }

    @Test
    void theListAsJsonHasOneObjectPerLine() throws Exception {
        small().writeTo(directory);

        assertThat(run("log", "list", "--json", directory.toString())).isZero();
        List<JsonNode> lines = out.toString().lines().map(JSON::readTree).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("what").asString()).isEqualTo("request");
        assertThat(lines.get(0).path("bodyBytes").asLong()).isZero();
        assertThat(lines.get(1).path("code").asString()).isEqualTo("access_denied");
    }

    @Test
    void aDamagedLogIsListedUpToTheDamage() throws Exception {
        int start = new LogFixture().length();
        small().writeTo(directory);
        flip(start + 150);

        assertThat(run("log", "list", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("damaged in segment");
    }

    @Test
    void whatOthersWroteCannotSteerTheTerminal() throws Exception {
        LoggedExchange evil = new LoggedExchange(
                ExchangeSide.CONSUMER, "q", "id\u001b[2J\r\nfake \u202egnp\ud83d\ude00", "a/b/c", "a/b/c/d/e");
        new LogFixture()
                .outcome(LoggedOutcome.delivered(evil, LogFixture.TIME))
                .commit()
                .writeTo(directory);

        assertThat(run("log", "list", directory.toString())).isZero();
        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString()).contains("id\\u001b[2J\\u000d\\u000afake \\u202egnp\ud83d\ude00");
    }

    private static LogFixture small() {
        LoggedMessage message = new LoggedMessage(
                LogFixture.EXCHANGE,
                MessageDirection.REQUEST,
                LogFixture.TIME,
                "head".getBytes(StandardCharsets.UTF_8),
                new SignatureParts(new byte[] {1}, Optional.empty()),
                LoggedBody.absent());
        return new LogFixture()
                .message(message, new byte[0])
                .commit()
                .outcome(LoggedOutcome.refused(
                        LogFixture.EXCHANGE, LogFixture.TIME, "access_denied", OwnRequest.NOT_LOGGED))
                .commit();
    }

    private static ReceivedMessage withBody() {
        return ReceivedMessage.all().stream()
                .filter(received -> received.body().isPresent())
                .findFirst()
                .orElseThrow();
    }

    private void logAndCommit(LoggedMessage message, ReceivedMessage received) throws IOException {
        new LogFixture()
                .message(message, received.body().orElse(new byte[0]))
                .commit()
                .writeTo(directory);
    }

    private int verifyWithTrust() throws IOException {
        Path trust = LogFixture.writeTrust(directory.resolve("conf"));
        return run("log", "verify", "--trust", trust.toString(), directory.toString());
    }

    private void flip(int at) throws IOException {
        Path file = directory.resolve(SegmentName.of(1));
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }
}
