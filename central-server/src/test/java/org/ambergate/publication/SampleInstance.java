package org.ambergate.publication;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.CostType;
import org.ambergate.globalconf.GlobalGroup;
import org.ambergate.globalconf.ManagementService;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.OcspResponder;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;

/** An instance that has one of everything, with marks in its names that XML must escape. */
public final class SampleInstance {
    public static final MemberId OWNER = new MemberId("TEST", "GOV", "<1> & \"co\"");
    public static final MemberId OTHER = new MemberId("TEST", "COM", "2");
    public static final ClientId SUBSYSTEM = ClientId.subsystem(OWNER, "süb");
    public static final SecurityServerId SERVER = new SecurityServerId(OWNER, "ss1");
    public static final TestAuthority AUTHORITY = TestAuthority.create("Root");
    public static final TestCertificate SERVER_CERTIFICATE = AUTHORITY.authentication(OWNER, "ss1", TestKeys.EC_P256);
    public static final PublicationKey RSA = key(TestKeys.RSA_2048);
    public static final PublicationKey EC = key(TestKeys.EC_P256);

    private SampleInstance() {}

    public static PublicationKey key(TestKeys kind) {
        TestCertificate own = TestAuthority.create("Configuration", kind).own();
        return new PublicationKey(own.privateKey(), own.certificate());
    }

    public static InstanceDescription description() {
        return description(List.of(member(OWNER, "süb"), member(OTHER, "other")));
    }

    public static InstanceDescription description(List<Member> members) {
        return new InstanceDescription(
                "TEST",
                List.of(new MemberClass("GOV", "Government"), new MemberClass("COM", "Companies")),
                List.of(authority()),
                List.of(new TimestampAuthority(
                        "TSA", URI.create("http://tsa.example/"), AUTHORITY.certificate(), Optional.of(CostType.PAID))),
                members,
                List.of(new PublishedServer(
                        SERVER,
                        "ss1.example",
                        List.of(SERVER_CERTIFICATE.certificate()),
                        List.of(SUBSYSTEM),
                        Optional.of("back <soon>"))),
                List.of(new GlobalGroup(
                        new GroupId.Global("TEST", "group"), "A group", List.of(SUBSYSTEM, ClientId.member(OTHER)))),
                settings(),
                List.of(anchor()));
    }

    public static Member member(MemberId id, String subsystem) {
        return new Member(
                id,
                "Class of " + id.memberClass(),
                "Name & Co",
                List.of(new Member.Subsystem(ClientId.subsystem(id, subsystem), Optional.of("Subsystem <x>"))));
    }

    private static ApprovedAuthority authority() {
        return new ApprovedAuthority(
                "Root",
                false,
                new ApprovedAuthority.Authority(
                        AUTHORITY.certificate(),
                        List.of(new OcspResponder(
                                "http://ocsp.example/",
                                Optional.of(AUTHORITY.responder().certificate()),
                                Optional.of(CostType.FREE)))),
                List.of(new ApprovedAuthority.Authority(
                        AUTHORITY.intermediate("Below").certificate(), List.of())),
                CertificateProfile.FI_VRK.className(),
                Optional.of("PEM"),
                Optional.of(new ApprovedAuthority.AcmeServer(
                        "https://acme.example/directory",
                        Optional.of("192.0.2.1"),
                        Optional.of("auth"),
                        Optional.of("sign"))));
    }

    private static InstanceSettings settings() {
        return new InstanceSettings(
                new ManagementService(
                        "https://cs.example:4001/managementservice/",
                        Optional.of(AUTHORITY.certificate()),
                        ClientId.subsystem(OTHER, "other")),
                Duration.ofMinutes(30),
                Duration.ofMinutes(2),
                Optional.of(Duration.ofMinutes(10)),
                Optional.of(false),
                Optional.of(SUBSYSTEM));
    }

    private static ConfigurationAnchor anchor() {
        return ConfigurationAnchor.of(
                "ELSEWHERE",
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of(new ConfigurationAnchor.Source(
                        URI.create("http://elsewhere.example/externalconf"), List.of(AUTHORITY.certificate()))));
    }
}
