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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.ambergate.digest.Digest;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.OcspResponder;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.pki.Certificates;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RefusalTest {
    private static final MemberId UNKNOWN = new MemberId("TEST", "GOV", "unknown");
    private static final ClientId UNKNOWN_SUBSYSTEM = ClientId.subsystem(OWNER, "unknown");
    private static final SecurityServerId UNKNOWN_SERVER = new SecurityServerId(OWNER, "unknown");
    private static final Digest UNKNOWN_DIGEST = Certificates.sha256(Sample.authentication());
    private static final Digest BELOW = Certificates.sha256(Sample.INTERMEDIATE.certificate());

    private static final String BASIC = CertificateProfile.BASIC.className();

    @Parameter
    @SuppressWarnings("NullAway.Init")
    TestDatabase database;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Register register;

    private final Set<Refusal> seen = EnumSet.noneOf(Refusal.class);

    /** What an operator asks for. */
    @FunctionalInterface
    private interface Ask {
        RegisterChange ask() throws IOException, RefusedChangeException;
    }

    @BeforeEach
    void open() throws Exception {
        register = Register.open(database.create(directory), AddressRule.OTHER_MACHINES, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        register.close();
    }

    /** One long test, so that none of the reasons is left without a case. */
    @Test
    void everyRefusalSaysWhatToDoAndLeavesNothing() throws Exception {
        anEmptyRegister();
        Sample.full(register);
        instanceAndTexts();
        classesMembersAndSubsystems();
        servers();
        clients();
        groups();
        certificationServices();
        timestampAuthoritiesAndAnchors();
        assertThat(seen).isEqualTo(EnumSet.allOf(Refusal.class));
    }

    private void anEmptyRegister() throws Exception {
        refused(Refusal.NOT_INITIALISED, () -> register.addMemberClass(ALICE, Sample.GOV));
        refused(Refusal.NOT_INITIALISED, () -> register.addMember(ALICE, OWNER, "x"));
        refused(Refusal.NOT_INITIALISED, () -> register.addSubsystem(ALICE, SUBSYSTEM, Optional.empty()));
        refused(Refusal.NOT_INITIALISED, () -> register.registerServer(ALICE, SERVER, "a.example", CERTIFICATE));
        refused(Refusal.NOT_INITIALISED, () -> register.addGroup(ALICE, "g", "d"));
        refused(Refusal.NOT_INITIALISED, () -> register.addCertificationService(ALICE, Sample.service()));
        refused(Refusal.NOT_INITIALISED, () -> register.addTimestampAuthority(ALICE, Sample.TSA));
        refused(Refusal.NOT_INITIALISED, () -> register.trustInstance(ALICE, Sample.anchor("PARTNER")));
        refused(Refusal.NOT_INITIALISED, () -> register.changeSettings(ALICE, RegisterSettings.standard()));
        refused(Refusal.SERVER_NOT_FOUND, () -> register.registerClient(ALICE, SERVER, CLIENT, Optional.empty()));
        refused(Refusal.INVALID_IDENTIFIER, () -> register.initialise(ALICE, "a/b"));
    }

    private void instanceAndTexts() throws Exception {
        refused(Refusal.ALREADY_INITIALISED, () -> register.initialise(ALICE, "TEST"));
        for (String code : List.of(
                "",
                " ",
                " a",
                "a ",
                "a:b",
                "a;b",
                "a/b",
                "a%b",
                "a\\b",
                "a\uFEFF",
                "a\u200B",
                "a\u0007",
                "a\u0085",
                "a\uD800",
                "a\uFFFE",
                "\u00a0\n",
                "x".repeat(256))) {
            refused(Refusal.INVALID_IDENTIFIER, () -> register.addMemberClass(ALICE, new MemberClass(code, "d")));
            refused(Refusal.INVALID_IDENTIFIER, () -> register.addGroup(ALICE, code, "d"));
        }
        for (String text : List.of("", " ", "a\nb", "a\u0000", "\uDC00", "\uFFFF", "x".repeat(256))) {
            refused(Refusal.INVALID_TEXT, () -> register.describeMemberClass(ALICE, new MemberClass("GOV", text)));
            refused(Refusal.INVALID_TEXT, () -> register.renameMember(ALICE, OWNER, text));
            refused(Refusal.INVALID_TEXT, () -> register.renameSubsystem(ALICE, CLIENT, Optional.of(text)));
            refused(Refusal.INVALID_TEXT, () -> register.describeGroup(ALICE, "group", text));
        }
        refused(Refusal.NOTHING_TO_CHANGE, () -> register.renameMember(ALICE, OWNER, "Owner & Co"));
        refused(Refusal.NOTHING_TO_CHANGE, () -> register.enableClient(ALICE, SERVER, CLIENT));
        refused(Refusal.NOTHING_TO_CHANGE, () -> register.disableClient(ALICE, SERVER, ClientId.member(OTHER)));
        refused(Refusal.NOTHING_TO_CHANGE, () -> register.endMaintenance(ALICE, SERVER));
        refused(Refusal.NOTHING_TO_CHANGE, () -> register.trustInstance(ALICE, Sample.anchor("PARTNER")));
        settings(3600, 59);
        settings(86_401, 86_401);
        settings(60, 60);
        settings(604_801, 60);
        RegisterSettings standard = RegisterSettings.standard();
        for (Duration interval :
                List.of(Duration.ofSeconds(59), Duration.ofSeconds(86_401), Duration.ofMillis(60_001))) {
            refused(
                    Refusal.INVALID_SETTING,
                    () -> register.changeSettings(
                            ALICE,
                            new RegisterSettings(
                                    Optional.empty(),
                                    standard.ocspFreshness(),
                                    standard.timestampingInterval(),
                                    Optional.of(interval),
                                    Optional.empty(),
                                    Optional.empty())));
        }
        refused(
                Refusal.INVALID_SETTING,
                () -> register.changeSettings(ALICE, standard.withManagementServiceProvider(ClientId.member(OWNER))));
        refused(
                Refusal.SUBSYSTEM_NOT_FOUND,
                () -> register.changeSettings(ALICE, standard.withManagementServiceProvider(UNKNOWN_SUBSYSTEM)));
    }

    private void settings(long freshness, long interval) throws Exception {
        refused(
                Refusal.INVALID_SETTING,
                () -> register.changeSettings(
                        ALICE,
                        new RegisterSettings(
                                Optional.empty(),
                                Duration.ofSeconds(freshness),
                                Duration.ofSeconds(interval),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())));
    }

    private void classesMembersAndSubsystems() throws Exception {
        refused(Refusal.MEMBER_CLASS_EXISTS, () -> register.addMemberClass(ALICE, new MemberClass("GOV", "Other")));
        refused(Refusal.MEMBER_CLASS_NOT_FOUND, () -> register.describeMemberClass(ALICE, new MemberClass("X", "d")));
        refused(Refusal.MEMBER_CLASS_NOT_FOUND, () -> register.deleteMemberClass(ALICE, "gov"));
        refused(Refusal.MEMBER_CLASS_NOT_FOUND, () -> register.deleteMemberClass(ALICE, "GOV\uD800"));
        refused(Refusal.MEMBER_CLASS_NOT_FOUND, () -> register.addMember(ALICE, new MemberId("TEST", "X", "1"), "n"));
        refused(Refusal.MEMBER_CLASS_IS_IN_USE, () -> register.deleteMemberClass(ALICE, "GOV"));
        refused(Refusal.MEMBER_EXISTS, () -> register.addMember(ALICE, OWNER, "Second"));
        refused(Refusal.OTHER_INSTANCE, () -> register.addMember(ALICE, FOREIGN.member(), "n"));
        refused(Refusal.MEMBER_NOT_FOUND, () -> register.renameMember(ALICE, UNKNOWN, "n"));
        refused(Refusal.MEMBER_NOT_FOUND, () -> register.deleteMember(ALICE, UNKNOWN));
        refused(
                Refusal.MEMBER_NOT_FOUND,
                () -> register.addSubsystem(ALICE, ClientId.subsystem(UNKNOWN, "s"), Optional.empty()));
        refused(Refusal.MEMBER_OWNS_SERVERS, () -> register.deleteMember(ALICE, OWNER));
        refused(Refusal.USED_BY_SETTINGS, () -> register.deleteMember(ALICE, OTHER));
        refused(Refusal.SUBSYSTEM_EXISTS, () -> register.addSubsystem(ALICE, SUBSYSTEM, Optional.empty()));
        refused(
                Refusal.SUBSYSTEM_NOT_FOUND,
                () -> register.addSubsystem(ALICE, ClientId.member(OWNER), Optional.empty()));
        refused(Refusal.SUBSYSTEM_NOT_FOUND, () -> register.deleteSubsystem(ALICE, UNKNOWN_SUBSYSTEM));
        refused(Refusal.SUBSYSTEM_NOT_FOUND, () -> register.deleteSubsystem(ALICE, ClientId.member(OWNER)));
        refused(
                Refusal.SUBSYSTEM_NOT_FOUND,
                () -> register.renameSubsystem(ALICE, UNKNOWN_SUBSYSTEM, Optional.of("n")));
        refused(Refusal.SUBSYSTEM_IS_REGISTERED, () -> register.deleteSubsystem(ALICE, CLIENT));
        register.addSubsystem(ALICE, UNKNOWN_SUBSYSTEM, Optional.empty());
        register.changeSettings(
                ALICE, register.snapshot().orElseThrow().settings().withManagementServiceProvider(UNKNOWN_SUBSYSTEM));
        refused(Refusal.USED_BY_SETTINGS, () -> register.deleteSubsystem(ALICE, UNKNOWN_SUBSYSTEM));
        register.changeSettings(
                ALICE, register.snapshot().orElseThrow().settings().withManagementServiceProvider(SUBSYSTEM));
        register.deleteSubsystem(ALICE, UNKNOWN_SUBSYSTEM);
    }

    private void servers() throws Exception {
        SecurityServerId second = new SecurityServerId(OTHER, "ss1");
        for (String address : List.of("", "0.0.0.0", "localhost", "ss1.example:5500", "http://ss1.example")) {
            refused(Refusal.UNREACHABLE_ADDRESS, () -> register.changeAddress(ALICE, SERVER, address));
            refused(
                    Refusal.UNREACHABLE_ADDRESS,
                    () -> register.registerServer(ALICE, second, address, Sample.authentication()));
        }
        refused(Refusal.CERTIFICATE_EXISTS, () -> register.registerServer(ALICE, SERVER, "b.example", CERTIFICATE));
        refused(Refusal.CERTIFICATE_EXISTS, () -> register.registerServer(ALICE, second, "b.example", CERTIFICATE));
        refused(
                Refusal.INVALID_AUTHENTICATION_CERTIFICATE,
                () -> register.registerServer(
                        ALICE,
                        second,
                        "b.example",
                        Sample.AUTHORITY.signing(OTHER, TestKeys.EC_P256).certificate()));
        refused(
                Refusal.INVALID_IDENTIFIER,
                () -> register.registerServer(
                        ALICE, new SecurityServerId(OWNER, "a:b"), "b.example", Sample.authentication()));
        refused(
                Refusal.MEMBER_CLASS_NOT_FOUND,
                () -> register.registerServer(
                        ALICE,
                        new SecurityServerId(new MemberId("TEST", "X", "1"), "s"),
                        "b.example",
                        Sample.authentication()));
        refused(Refusal.SERVER_NOT_FOUND, () -> register.changeAddress(ALICE, UNKNOWN_SERVER, "b.example"));
        refused(Refusal.SERVER_NOT_FOUND, () -> register.deleteServer(ALICE, UNKNOWN_SERVER));
        refused(Refusal.SERVER_NOT_FOUND, () -> register.beginMaintenance(ALICE, UNKNOWN_SERVER, "m"));
        refused(Refusal.SERVER_NOT_FOUND, () -> register.changeOwner(ALICE, UNKNOWN_SERVER, OTHER));
        refused(Refusal.SERVES_MANAGEMENT, () -> register.beginMaintenance(ALICE, SERVER, "m"));
        refused(Refusal.INVALID_TEXT, () -> register.beginMaintenance(ALICE, SERVER, "x".repeat(256)));
        refused(
                Refusal.CERTIFICATE_NOT_FOUND,
                () -> register.deleteAuthenticationCertificate(ALICE, SERVER, UNKNOWN_DIGEST));
        refused(Refusal.OWNER_ALREADY, () -> register.changeOwner(ALICE, SERVER, OWNER));
        refused(Refusal.OWNER_MUST_BE_CLIENT, () -> register.changeOwner(ALICE, SERVER, UNKNOWN));
        register.registerServer(ALICE, second, "b.example", Sample.authentication());
        refused(Refusal.SERVER_EXISTS, () -> register.changeOwner(ALICE, SERVER, OTHER));
        refused(
                Refusal.CERTIFICATE_NOT_FOUND,
                () -> register.deleteAuthenticationCertificate(ALICE, second, Certificates.sha256(CERTIFICATE)));
        register.deleteServer(ALICE, second);
    }

    private void clients() throws Exception {
        refused(Refusal.CLIENT_EXISTS, () -> register.registerClient(ALICE, SERVER, CLIENT, Optional.empty()));
        refused(
                Refusal.OWNER_IS_NO_CLIENT,
                () -> register.registerClient(ALICE, SERVER, ClientId.member(OWNER), Optional.empty()));
        refused(
                Refusal.NAME_OF_MEMBER,
                () -> register.registerClient(ALICE, SERVER, ClientId.member(UNKNOWN), Optional.of("n")));
        refused(Refusal.OTHER_INSTANCE, () -> register.registerClient(ALICE, SERVER, FOREIGN, Optional.empty()));
        refused(Refusal.CLIENT_NOT_FOUND, () -> register.deleteClient(ALICE, SERVER, ClientId.member(UNKNOWN)));
        refused(Refusal.CLIENT_NOT_FOUND, () -> register.disableClient(ALICE, SERVER, UNKNOWN_SUBSYSTEM));
        refused(Refusal.USED_BY_SETTINGS, () -> register.disableClient(ALICE, SERVER, SUBSYSTEM));
    }

    private void groups() throws Exception {
        refused(Refusal.GROUP_EXISTS, () -> register.addGroup(ALICE, "group", "d"));
        refused(Refusal.GROUP_NOT_FOUND, () -> register.describeGroup(ALICE, "none", "d"));
        refused(Refusal.GROUP_NOT_FOUND, () -> register.deleteGroup(ALICE, "none"));
        refused(Refusal.GROUP_NOT_FOUND, () -> register.addGroupMember(ALICE, "none", CLIENT));
        refused(Refusal.OWNERS_GROUP_IS_KEPT, () -> register.deleteGroup(ALICE, Register.OWNERS_GROUP));
        refused(Refusal.OWNERS_GROUP_IS_KEPT, () -> register.describeGroup(ALICE, Register.OWNERS_GROUP, "d"));
        refused(Refusal.OWNERS_GROUP_IS_KEPT, () -> register.addGroupMember(ALICE, Register.OWNERS_GROUP, CLIENT));
        refused(
                Refusal.OWNERS_GROUP_IS_KEPT,
                () -> register.removeGroupMember(ALICE, Register.OWNERS_GROUP, ClientId.member(OWNER)));
        refused(Refusal.GROUP_MEMBER_EXISTS, () -> register.addGroupMember(ALICE, "group", FOREIGN));
        refused(Refusal.GROUP_MEMBER_NOT_FOUND, () -> register.removeGroupMember(ALICE, "group", SUBSYSTEM));
        refused(Refusal.MEMBER_NOT_FOUND, () -> register.addGroupMember(ALICE, "group", ClientId.member(UNKNOWN)));
        refused(
                Refusal.INVALID_IDENTIFIER,
                () -> register.addGroupMember(ALICE, "group", ClientId.subsystem("A", "B", "C", "d/e")));
    }

    private void certificationServices() throws Exception {
        refused(Refusal.CERTIFICATION_SERVICE_EXISTS, () -> register.addCertificationService(ALICE, Sample.service()));
        refused(
                Refusal.CERTIFICATION_SERVICE_NOT_FOUND,
                () -> register.deleteCertificationService(ALICE, UNKNOWN_DIGEST));
        refused(
                Refusal.CERTIFICATION_SERVICE_NOT_FOUND,
                () -> register.addResponder(ALICE, BELOW, BELOW, responder("http://a.example")));
        refused(
                Refusal.AUTHORITY_EXISTS,
                () -> register.addIntermediate(ALICE, TOP, authority(Sample.INTERMEDIATE.certificate(), List.of())));
        refused(Refusal.AUTHORITY_NOT_FOUND, () -> register.deleteIntermediate(ALICE, TOP, UNKNOWN_DIGEST));
        refused(
                Refusal.AUTHORITY_NOT_FOUND,
                () -> register.addResponder(ALICE, TOP, UNKNOWN_DIGEST, responder("http://a.example")));
        refused(Refusal.RESPONDER_EXISTS, () -> register.addResponder(ALICE, TOP, BELOW, Sample.RESPONDER));
        refused(Refusal.RESPONDER_NOT_FOUND, () -> register.deleteResponder(ALICE, TOP, TOP, "http://a.example"));
        refused(
                Refusal.NOT_AN_AUTHORITY,
                () -> register.addIntermediate(ALICE, TOP, authority(CERTIFICATE, List.of())));
        for (String url :
                List.of("", "ocsp.example", "ftp://a.example", "http://", "http://a b", "http://u@a.example")) {
            refused(Refusal.INVALID_URL, () -> register.addResponder(ALICE, TOP, TOP, responder(url)));
        }
        List<OcspResponder> tooMany = new ArrayList<>(IntStream.rangeClosed(0, ServiceChanges.RESPONDERS_MAX)
                .mapToObj(i -> responder("http://a" + i + ".example"))
                .toList());
        refused(Refusal.TOO_MANY, () -> changeService("Root", "PEM", tooMany, "192.0.2.1", BASIC));
        changeService("Root", "PEM", tooMany.subList(1, tooMany.size()), "192.0.2.1", BASIC);
        for (int i = 0; i < ServiceChanges.INTERMEDIATES_MAX; i++) {
            register.addIntermediate(ALICE, TOP, authority(intermediate(i), List.of()));
        }
        refused(Refusal.TOO_MANY, () -> register.addIntermediate(ALICE, TOP, authority(intermediate(-1), List.of())));
        refused(Refusal.INVALID_TEXT, () -> changeService("", "PEM", List.of(), "192.0.2.1", BASIC));
        refused(Refusal.INVALID_REQUEST_FORMAT, () -> changeService("Root", "pem", List.of(), "192.0.2.1", BASIC));
        for (String addresses : List.of("", "acme.example", "192.0.2.1,", "192.0.2.256", "192.0.2.1 192.0.2.2")) {
            refused(Refusal.INVALID_IP_ADDRESS, () -> changeService("Root", "PEM", List.of(), addresses, BASIC));
        }
        refused(
                Refusal.UNKNOWN_PROFILE,
                () -> changeService("Root", "PEM", List.of(), "192.0.2.1", "java.lang.String"));
    }

    private RegisterChange changeService(
            String name, String format, List<OcspResponder> responders, String addresses, String profile)
            throws IOException, RefusedChangeException {
        return register.changeCertificationService(
                ALICE,
                new ApprovedAuthority(
                        name,
                        true,
                        authority(Sample.AUTHORITY.certificate(), responders),
                        List.of(),
                        profile,
                        Optional.of(format),
                        Optional.of(Sample.acme("https://acme.example/", addresses))));
    }

    private void timestampAuthoritiesAndAnchors() throws Exception {
        refused(Refusal.TIMESTAMP_AUTHORITY_EXISTS, () -> register.addTimestampAuthority(ALICE, Sample.TSA));
        refused(Refusal.TIMESTAMP_AUTHORITY_NOT_FOUND, () -> register.deleteTimestampAuthority(ALICE, "none"));
        refused(
                Refusal.INVALID_URL,
                () -> register.addTimestampAuthority(
                        ALICE,
                        new TimestampAuthority(
                                "Two", URI.create("tsp://a.example"), Sample.TSA.certificate(), Optional.empty())));
        byte[] file = Sample.anchor("PARTNER");
        refused(Refusal.INVALID_ANCHOR, () -> register.trustInstance(ALICE, new byte[0]));
        refused(Refusal.INVALID_ANCHOR, () -> register.trustInstance(ALICE, "<a/>".getBytes(StandardCharsets.UTF_8)));
        refused(Refusal.INVALID_ANCHOR, () -> register.trustInstance(ALICE, Arrays.copyOf(file, file.length - 1)));
        refused(Refusal.INVALID_ANCHOR, () -> register.trustInstance(ALICE, new byte[2 * 1024 * 1024 + 1]));
        refused(Refusal.OWN_ANCHOR, () -> register.trustInstance(ALICE, Sample.anchor("TEST")));
        refused(Refusal.ANCHOR_NOT_FOUND, () -> register.distrustInstance(ALICE, "TEST"));
    }

    private static X509Certificate intermediate(int number) {
        return Sample.AUTHORITY.intermediate("Intermediate " + number).certificate();
    }

    private static OcspResponder responder(String url) {
        return new OcspResponder(url, Optional.empty(), Optional.empty());
    }

    private static ApprovedAuthority.Authority authority(X509Certificate certificate, List<OcspResponder> responders) {
        return new ApprovedAuthority.Authority(certificate, responders);
    }

    private void refused(Refusal expected, Ask ask) throws IOException {
        HistoryHead before = register.history().head();
        RefusedChangeException thrown = catchThrowableOfType(RefusedChangeException.class, ask::ask);
        assertThat(thrown).as("refused as %s", expected).isNotNull();
        assertThat(thrown.refusal()).as(thrown.text()).isEqualTo(expected);
        assertThat(thrown.text()).endsWith(". " + expected.remedy()).doesNotContain("\n");
        assertThat(expected.word()).matches("[a-z_]+");
        assertThat(register.history().head()).isEqualTo(before);
        seen.add(expected);
    }
}
