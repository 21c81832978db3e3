package org.ambergate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.FindingCode;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedTombstone;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.EvidenceLog;
import org.ambergate.testsupport.EvidenceLog.Draft;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code log verify} makes of a log from which something was removed: the word of a tombstone is not enough. */
final class LogVerifyRemovalsTest {
    private static final SecurityServerId OTHER = new SecurityServerId(Evidence.MEMBER, "other");

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final EvidenceLog written = new EvidenceLog(new Evidence());
    private final List<Long> bodies = new ArrayList<>();

    @BeforeEach
    void writeALog() throws Exception {
        for (String id : List.of("Q1", "Q2")) {
            bodies.addAll(written.log(Draft.response(id, "a body".getBytes(StandardCharsets.UTF_8))));
        }
        written.stamp();
    }

    @Test
    void aLogFromWhichNothingWasRemovedIsValidWithoutTrust() throws Exception {
        written.writeTo(directory);

        assertThat(verify()).isZero();
        assertThat(lastLine()).isEqualTo("VALID");
        assertThat(verify("--json")).isZero();
        assertThat(json().path("unprovenRemovals").asBoolean(true)).isFalse();
    }

    @Test
    void removalsThatNobodyVerifiedLeaveTheVerdictOpen() throws Exception {
        written.removeBody(bodies.get(0), EvidenceLog.SERVER);
        written.removeBody(bodies.get(1), EvidenceLog.SERVER);
        written.writeTo(directory);

        assertThat(verify()).isEqualTo(3);
        assertThat(lastLine())
                .startsWith("INDETERMINATE: unproven removals: 2 bodies are gone")
                .contains("--trust");
        assertThat(verify("--json")).isEqualTo(3);
        JsonNode json = json();
        assertThat(json.path("verdict").asString()).isEqualTo("INDETERMINATE");
        assertThat(json.path("unprovenRemovals").asBoolean()).isTrue();
        assertThat(json.path("removedBodies").asInt()).isEqualTo(2);
    }

    @Test
    void damageCountsMoreThanWhatIsUnproven() throws Exception {
        written.removeBody(bodies.get(0), EvidenceLog.SERVER);
        written.flip(1, 200);
        written.writeTo(directory);

        assertThat(verify()).isEqualTo(1);
        assertThat(lastLine()).startsWith("INVALID: ");
    }

    @Test
    void aServerThatTheConfigurationDoesNotKnowProvesNothing() throws Exception {
        written.removeBody(bodies.get(0), EvidenceLog.SERVER);
        written.writeTo(Files.createDirectory(directory.resolve("log")));
        Path trust = LogFixture.writeTrust(directory.resolve("conf"));

        assertThat(run(
                        "log",
                        "verify",
                        "--json",
                        "--trust",
                        trust.toString(),
                        directory.resolve("log").toString()))
                .isEqualTo(1);
        JsonNode servers = json().path("tombstoneServers");
        assertThat(servers.path("invalid").asInt()).isEqualTo(1);
        assertThat(servers.path("findings").get(0).path("reason").asString())
                .contains("TEST/COM/1234/ss", "no server of the global configuration");
        assertThat(json().path("unprovenRemovals").asBoolean(true)).isFalse();
    }

    @Test
    void aConfigurationKnowsItsServers() throws Exception {
        Path trust = LogFixture.writeTrust(directory.resolve("conf"));

        assertThat(TrustDirectory.read(trust).servers()).contains(SecurityServerId.parse("PEER/ORG/3333/ss3"));
        assertThat(TrustDirectory.nobody().servers()).isEmpty();
    }

    @Test
    void allTombstonesNameOneRegisteredServer() throws Exception {
        written.removeBody(bodies.get(0), EvidenceLog.SERVER);
        written.removeBody(bodies.get(1), OTHER);

        SignaturePass.Result both = pass(Set.of(EvidenceLog.SERVER, OTHER));
        assertThat(both.valid()).isEqualTo(1);
        assertThat(both.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.TOMBSTONE);
            assertThat(finding.reason()).contains("TEST/COM/1234/other", "first one TEST/COM/1234/ss");
        });
        assertThat(pass(Set.of(OTHER)).findings())
                .extracting(Finding::reason)
                .first()
                .asString()
                .contains("no server of the global configuration");
    }

    @Test
    void anOwnersTombstonesOfOneRegisteredServerHold() throws Exception {
        written.removeBody(bodies.get(0), EvidenceLog.SERVER);
        written.removeBody(bodies.get(1), EvidenceLog.SERVER);

        assertThat(pass(Set.of(EvidenceLog.SERVER, OTHER))).isEqualTo(new SignaturePass.Result(2, 0, List.of()));
        SignatureCheck check = new SignatureCheck(written.evidence().trust());
        assertThat(tombstones())
                .allSatisfy(tombstone -> assertThat(check.complaint(tombstone)).isEmpty());
    }

    @Test
    void aTombstoneOfAnotherMembersServerIsNotSignedByItsOwner() throws Exception {
        written.removeBody(bodies.get(0), new SecurityServerId(new MemberId("TEST", "COM", "9"), "ss"));

        SignatureCheck check = new SignatureCheck(written.evidence().trust());
        assertThat(tombstones())
                .allSatisfy(tombstone -> assertThat(check.complaint(tombstone)).isPresent());
    }

    private List<LoggedTombstone> tombstones() throws Exception {
        List<LoggedTombstone> found = new ArrayList<>();
        audit((place, tombstone) -> found.add(tombstone));
        assertThat(found).isNotEmpty();
        return found;
    }

    private SignaturePass.Result pass(Set<SecurityServerId> registered) throws Exception {
        TombstonePass pass = new TombstonePass(registered);
        audit((place, tombstone) -> pass.add(place, tombstone.statement()));
        return pass.finish();
    }

    private interface Tombstones {
        void see(RecordPlace place, LoggedTombstone tombstone);
    }

    private void audit(Tombstones seen) throws Exception {
        written.writeTo(directory);
        try (LogDirectory log = LogDirectory.open(directory)) {
            var report = new LogAuditor((place, record) -> {
                        if (record instanceof LogRecord.Tombstone t) {
                            seen.see(place, t.tombstone());
                        }
                    })
                    .audit(log.segments());
            assertThat(report.finding()).isEmpty();
        }
    }

    private int verify(String... options) {
        List<String> arguments = new ArrayList<>(List.of("log", "verify"));
        arguments.addAll(List.of(options));
        arguments.add(directory.toString());
        return run(arguments.toArray(new String[0]));
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        return new CommandLine(new Main()).setOut(new PrintWriter(out)).execute(arguments);
    }

    private String lastLine() {
        List<String> lines = out.toString().lines().toList();
        return lines.get(lines.size() - 1);
    }

    private JsonNode json() {
        return JsonMapper.builder().build().readTree(out.toString());
    }
}
