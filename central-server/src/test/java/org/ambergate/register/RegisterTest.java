package org.ambergate.register;

import static org.ambergate.register.Sample.ALICE;
import static org.ambergate.register.Sample.CERTIFICATE;
import static org.ambergate.register.Sample.CLIENT;
import static org.ambergate.register.Sample.FOREIGN;
import static org.ambergate.register.Sample.OTHER;
import static org.ambergate.register.Sample.OWNER;
import static org.ambergate.register.Sample.SERVER;
import static org.ambergate.register.Sample.SUBSYSTEM;
import static org.ambergate.register.Sample.TOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.GlobalGroup;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.pki.Certificates;
import org.ambergate.testsupport.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RegisterTest {
    private static final Instant START = Instant.parse("2026-11-23T06:00:00.123Z");

    @Parameter
    @SuppressWarnings("NullAway.Init")
    TestDatabase database;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final ManualClock clock = new ManualClock(START);

    @SuppressWarnings("NullAway.Init")
    private String setting;

    @SuppressWarnings("NullAway.Init")
    private Register register;

    @BeforeEach
    void open() throws IOException {
        setting = database.create(directory);
        register = Register.open(setting, AddressRule.OTHER_MACHINES, clock);
    }

    @AfterEach
    void close() {
        register.close();
    }

    @Test
    void aNewRegisterHasNothing() throws Exception {
        assertThat(register.snapshot()).isEmpty();
        assertThat(register.history().head()).isEqualTo(new HistoryHead(0, "0".repeat(64)));
        assertThat(register.history().at(START)).isEmpty();
        assertThat(register.history().verify().intact()).isTrue();
    }

    @Test
    void everythingRegisteredIsInTheSnapshotAndStaysThere() throws Exception {
        Sample.full(register);
        RegisterSnapshot snapshot = now();
        assertThat(snapshot.instance()).isEqualTo("TEST");
        assertThat(snapshot.settings().managementServiceProvider()).contains(SUBSYSTEM);
        assertThat(snapshot.settings().monitoringClient()).contains(CLIENT);
        assertThat(snapshot.settings().verifyNextUpdate()).contains(false);
        assertThat(snapshot.memberClasses()).containsExactly(Sample.GOV);
        assertThat(snapshot.members())
                .containsExactly(
                        new Member(
                                OWNER,
                                "Government",
                                "Owner & Co",
                                List.of(new Member.Subsystem(SUBSYSTEM, Optional.of("Management services")))),
                        new Member(
                                OTHER,
                                "Government",
                                "Süd",
                                List.of(new Member.Subsystem(CLIENT, Optional.of("A client")))));
        assertThat(snapshot.servers())
                .containsExactly(new SecurityServer(
                        SERVER,
                        "ss1.example",
                        Optional.empty(),
                        List.of(CERTIFICATE),
                        List.of(
                                new ServerClient(SUBSYSTEM, true),
                                new ServerClient(ClientId.member(OTHER), false),
                                new ServerClient(CLIENT, true))));
        assertThat(snapshot.groups().stream().map(GlobalGroup::members))
                .containsExactly(List.of(FOREIGN, CLIENT), List.of(ClientId.member(OWNER)));
        ApprovedAuthority sample = Sample.service();
        assertThat(snapshot.authorities())
                .containsExactly(new ApprovedAuthority(
                        sample.name(),
                        sample.authenticationOnly(),
                        sample.top(),
                        List.of(new ApprovedAuthority.Authority(
                                Sample.INTERMEDIATE.certificate(), List.of(Sample.RESPONDER))),
                        sample.profileClassName(),
                        sample.certificateRequestFormat(),
                        sample.acmeServer()));
        assertThat(snapshot.timestampAuthorities()).containsExactly(Sample.TSA);
        assertThat(snapshot.trustedAnchors()).hasSize(1);
        assertThat(snapshot.trustedAnchors().get(0).encode()).isEqualTo(Sample.anchor("PARTNER"));

        register.close();
        register = Register.open(setting, AddressRule.OTHER_MACHINES, clock);
        assertThat(Sample.facts(now())).isEqualTo(Sample.facts(snapshot));
    }

    @Test
    void aChangeSaysWhoWhenWhatBeforeAndAfter() throws Exception {
        Sample.small(register);
        clock.set(START.plusMillis(5));
        RegisterChange change = register.renameMember(new Actor("bob"), OTHER, "Süd \"&\" Co");
        assertThat(change.rows()).hasSize(1);
        HistoryRow row = change.rows().get(0);
        assertThat(row.actor()).isEqualTo(new Actor("bob"));
        assertThat(row.time()).isEqualTo(START.plusMillis(5));
        assertThat(row.action()).isEqualTo(Action.RENAME_MEMBER);
        assertThat(row.key()).isEqualTo(EntryKey.member(OTHER));
        assertThat(row.before()).contains("{\"id\":[\"TEST\",\"GOV\",\"süd\"],\"name\":\"Süd\"}");
        assertThat(row.after()).contains("{\"id\":[\"TEST\",\"GOV\",\"süd\"],\"name\":\"Süd \\\"&\\\" Co\"}");
        assertThat(register.history().rowsOf(EntryKey.member(OTHER), 0, 10))
                .extracting(HistoryRow::action)
                .containsExactly(Action.ADD_MEMBER, Action.RENAME_MEMBER);
        assertThat(register.history().rows(row.sequence() - 1, 1)).containsExactly(row);
        assertThat(register.history().head()).isEqualTo(change.head());
    }

    @Test
    void whatIsEditedIsEditedAndNothingElse() throws Exception {
        Sample.full(register);
        register.describeMemberClass(ALICE, new MemberClass("GOV", "State"));
        register.renameSubsystem(ALICE, CLIENT, Optional.empty());
        register.changeAddress(ALICE, SERVER, "192.0.2.9");
        register.enableClient(ALICE, SERVER, ClientId.member(OTHER));
        register.describeGroup(ALICE, "group", "Another");
        register.removeGroupMember(ALICE, "group", FOREIGN);
        register.deleteIntermediate(ALICE, TOP, Certificates.sha256(Sample.INTERMEDIATE.certificate()));
        register.deleteResponder(ALICE, TOP, TOP, Sample.RESPONDER.url());
        register.changeTimestampAuthority(
                ALICE, new TimestampAuthority("Time", Sample.TSA.url(), Sample.TSA.certificate(), Optional.empty()));
        RegisterSnapshot snapshot = now();
        assertThat(snapshot.members().get(0).classDescription()).isEqualTo("State");
        assertThat(snapshot.member(OTHER).orElseThrow().subsystems())
                .containsExactly(new Member.Subsystem(CLIENT, Optional.empty()));
        assertThat(snapshot.servers().get(0).address()).isEqualTo("192.0.2.9");
        assertThat(snapshot.servers().get(0).clients()).allMatch(ServerClient::enabled);
        assertThat(snapshot.groups().get(0).description()).isEqualTo("Another");
        assertThat(snapshot.groups().get(0).members()).containsExactly(CLIENT);
        assertThat(snapshot.authorities().get(0).intermediates()).isEmpty();
        assertThat(snapshot.authorities().get(0).top().responders()).isEmpty();
        assertThat(snapshot.timestampAuthorities().get(0).costType()).isEmpty();
    }

    @Test
    void everythingCanBeTakenAwayAgain() throws Exception {
        Sample.full(register);
        register.changeSettings(ALICE, RegisterSettings.standard());
        register.deleteAuthenticationCertificate(ALICE, SERVER, Certificates.sha256(CERTIFICATE));
        register.deleteClient(ALICE, SERVER, CLIENT);
        register.deleteSubsystem(ALICE, CLIENT);
        register.deleteServer(ALICE, SERVER);
        register.deleteMember(ALICE, OWNER);
        register.deleteMember(ALICE, OTHER);
        register.deleteMemberClass(ALICE, "GOV");
        register.deleteGroup(ALICE, "group");
        register.deleteCertificationService(ALICE, TOP);
        register.deleteTimestampAuthority(ALICE, "Time");
        register.distrustInstance(ALICE, "PARTNER");
        RegisterSnapshot snapshot = now();
        assertThat(snapshot.memberClasses()).isEmpty();
        assertThat(snapshot.members()).isEmpty();
        assertThat(snapshot.servers()).isEmpty();
        assertThat(snapshot.groups())
                .hasSize(1)
                .allMatch(group -> group.members().isEmpty());
        assertThat(snapshot.authorities()).isEmpty();
        assertThat(snapshot.timestampAuthorities()).isEmpty();
        assertThat(snapshot.trustedAnchors()).isEmpty();
        assertThat(register.history().verify().intact()).isTrue();
    }

    @Test
    void deletingAMemberTakesItsSubsystemsRegistrationsAndPlacesInGroups() throws Exception {
        Sample.full(register);
        register.changeSettings(ALICE, RegisterSettings.standard());
        RegisterChange change = register.deleteMember(ALICE, OTHER);
        RegisterSnapshot snapshot = now();
        assertThat(snapshot.member(OTHER)).isEmpty();
        assertThat(snapshot.servers().get(0).clients()).containsExactly(new ServerClient(SUBSYSTEM, true));
        assertThat(snapshot.groups().get(0).members()).containsExactly(FOREIGN);
        assertThat(change.rows())
                .hasSize(5)
                .allMatch(row ->
                        row.action() == Action.DELETE_MEMBER && row.after().isEmpty());
    }

    @Test
    void aNewOwnerGivesTheServerANewIdentifier() throws Exception {
        Sample.full(register);
        register.enableClient(ALICE, SERVER, ClientId.member(OTHER));
        X509Certificate second = Sample.authentication();
        register.registerServer(ALICE, SERVER, "ss1.example", second);
        RegisterChange change = register.changeOwner(ALICE, SERVER, OTHER);
        RegisterSnapshot snapshot = now();
        SecurityServer server = snapshot.servers().get(0);
        assertThat(snapshot.servers()).hasSize(1);
        assertThat(server.id()).isEqualTo(new SecurityServerId(OTHER, "ss1"));
        assertThat(server.address()).isEqualTo("ss1.example");
        assertThat(server.authenticationCertificates()).containsExactlyInAnyOrder(CERTIFICATE, second);
        assertThat(server.clients())
                .containsExactlyInAnyOrder(
                        new ServerClient(ClientId.member(OWNER), true),
                        new ServerClient(SUBSYSTEM, true),
                        new ServerClient(CLIENT, true));
        assertThat(snapshot.groups().get(1).members()).containsExactly(ClientId.member(OTHER));
        assertThat(change.rows()).allMatch(row -> row.change() == change.number());
        assertThat(register.history().verify().intact()).isTrue();
    }

    @Test
    void theOwnersGroupFollowsTheServers() throws Exception {
        Sample.small(register);
        SecurityServerId second = new SecurityServerId(OWNER, "ss2");
        register.registerServer(ALICE, second, "ss2.example", Sample.authentication());
        register.deleteServer(ALICE, SERVER);
        assertThat(now().groups().get(0).members()).containsExactly(ClientId.member(OWNER));
        register.deleteServer(ALICE, second);
        assertThat(now().groups().get(0).members()).isEmpty();
    }

    @Test
    void anApprovalAddsWhoeverIsNotThereYet() throws Exception {
        Sample.small(register);
        MemberId newcomer = new MemberId("TEST", "GOV", "new");
        SecurityServerId server = new SecurityServerId(newcomer, "s");
        register.registerServer(ALICE, server, "203.0.113.5", Sample.authentication());
        ClientId client = ClientId.subsystem("TEST", "GOV", "newer", "sub");
        register.registerClient(ALICE, server, client, Optional.of("Named"));
        RegisterSnapshot snapshot = now();
        assertThat(snapshot.member(newcomer).orElseThrow().name()).isEqualTo("new");
        assertThat(snapshot.member(client.member()).orElseThrow().subsystems())
                .containsExactly(new Member.Subsystem(client, Optional.of("Named")));
        assertThat(snapshot.serversOf(client)).extracting(SecurityServer::id).containsExactly(server);
    }

    @Test
    void maintenanceHasAMessageThatMayBeEmpty() throws Exception {
        Sample.small(register);
        register.beginMaintenance(ALICE, SERVER, "");
        assertThat(now().servers().get(0).maintenance()).contains("");
        register.beginMaintenance(ALICE, SERVER, "back at 8");
        assertThat(now().servers().get(0).maintenance()).contains("back at 8");
        register.registerServer(ALICE, SERVER, "ss1.example", Sample.authentication());
        assertThat(now().servers().get(0).maintenance()).contains("back at 8");
        register.endMaintenance(ALICE, SERVER);
        assertThat(now().servers().get(0).maintenance()).isEmpty();
    }

    @Test
    void theLongestIdentifiersFit() throws Exception {
        String longest = "\u20AC".repeat(255);
        MemberId member = new MemberId(longest, longest, longest);
        ClientId client = ClientId.subsystem(member, longest);
        register.initialise(ALICE, longest);
        register.addMemberClass(ALICE, new MemberClass(longest, longest));
        register.addMember(ALICE, member, longest);
        SecurityServerId server = new SecurityServerId(member, longest);
        register.registerServer(ALICE, server, "a.example", CERTIFICATE);
        register.registerClient(ALICE, server, client, Optional.of(longest));
        register.addGroup(ALICE, longest, longest);
        register.addGroupMember(ALICE, longest, client);
        assertThat(now().serversOf(client)).hasSize(1);
        assertThat(register.history().verify().intact()).isTrue();
    }

    @Test
    void identifiersThatDifferInCaseOrComposingAreDifferent() throws Exception {
        register.initialise(ALICE, "TEST");
        for (String code : List.of("a", "A", "\u00e4", "a\u0308", "a b")) {
            register.addMemberClass(ALICE, new MemberClass(code, "d"));
        }
        assertThat(now().memberClasses()).hasSize(5);
        register.deleteMemberClass(ALICE, "A");
        assertThat(now().memberClasses())
                .extracting(MemberClass::code)
                .contains("a")
                .doesNotContain("A");
    }

    @Test
    void changesMadeAtOnceWaitForEachOther() throws Exception {
        Sample.small(register);
        int each = 12;
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (Register second = Register.open(setting, AddressRule.OTHER_MACHINES, clock)) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (Register one : List.of(register, second, register)) {
                int base = work.size() * each;
                work.add(() -> {
                    for (int i = 0; i < each; i++) {
                        one.addMember(ALICE, new MemberId("TEST", "GOV", "m" + (base + i)), "m");
                    }
                    return each;
                });
            }
            for (Future<Integer> done : threads.invokeAll(work, 2, TimeUnit.MINUTES)) {
                assertThat(done.get()).isEqualTo(each);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(now().members()).hasSize(2 + 3 * each);
        assertThat(register.history().verify().intact()).isTrue();
    }

    @Test
    void whoMayUseAServerCanBeAsked() throws Exception {
        Sample.full(register);
        RegisterSnapshot snapshot = now();
        assertThat(snapshot.couldCall(CLIENT, SUBSYSTEM)).isTrue();
        assertThat(snapshot.couldCall(ClientId.member(OWNER), SUBSYSTEM)).isTrue();
        assertThat(snapshot.couldCall(ClientId.member(OTHER), SUBSYSTEM)).isFalse();
        assertThat(snapshot.couldCall(CLIENT, FOREIGN)).isFalse();
    }

    @Test
    void everyProfileIsAccepted() throws Exception {
        register.initialise(ALICE, "TEST");
        register.addCertificationService(ALICE, Sample.service());
        for (CertificateProfile profile : CertificateProfile.values()) {
            ApprovedAuthority before = now().authorities().get(0);
            if (!before.profileClassName().equals(profile.className())) {
                register.changeCertificationService(
                        ALICE,
                        new ApprovedAuthority(
                                "Root",
                                true,
                                before.top(),
                                List.of(),
                                profile.className(),
                                Optional.empty(),
                                Optional.empty()));
            }
        }
        assertThat(register.history().head().sequence()).isEqualTo(3 + CertificateProfile.values().length);
    }

    @Test
    void aDatabaseThatIsNoneIsRefused() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "This is not a database, but long enough to be read.");
        assertThatThrownBy(() -> Register.open(text.toString(), AddressRule.OTHER_MACHINES, clock))
                .isInstanceOf(IOException.class)
                .hasMessage("The register's database cannot be opened");
        assertThatThrownBy(() -> Register.open(
                        "jdbc:postgresql://127.0.0.1:1/x?password=secret", AddressRule.OTHER_MACHINES, clock))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void theFileIsItsOwnersAlone() throws Exception {
        if (database == TestDatabase.SQLITE) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(setting))))
                    .isEqualTo("rw-------");
        }
    }

    private RegisterSnapshot now() throws IOException {
        return register.snapshot().orElseThrow();
    }
}
