package org.ambergate.register;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.CostType;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.OcspResponder;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.pki.Certificates;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestKeys;

/** A register that has one of everything. */
public final class Sample {
    public static final Actor ALICE = new Actor("alice");
    public static final MemberClass GOV = new MemberClass("GOV", "Government");
    public static final MemberId OWNER = new MemberId("TEST", "GOV", "1 & <2>");
    public static final MemberId OTHER = new MemberId("TEST", "GOV", "süd");
    public static final ClientId SUBSYSTEM = ClientId.subsystem(OWNER, "management");
    public static final ClientId CLIENT = ClientId.subsystem(OTHER, "client");
    public static final ClientId FOREIGN = ClientId.subsystem("PARTNER", "COM", "7", "abroad");
    public static final SecurityServerId SERVER = new SecurityServerId(OWNER, "ss1");
    public static final TestAuthority AUTHORITY = TestAuthority.create("Root");
    public static final TestAuthority INTERMEDIATE = AUTHORITY.intermediate("Below");
    public static final Digest TOP = Certificates.sha256(AUTHORITY.certificate());
    public static final X509Certificate CERTIFICATE = authentication();
    public static final OcspResponder RESPONDER = new OcspResponder(
            "http://ocsp.example:8080/a", Optional.of(AUTHORITY.responder().certificate()), Optional.of(CostType.FREE));
    public static final TimestampAuthority TSA = new TimestampAuthority(
            "Time", URI.create("https://tsa.example/"), AUTHORITY.certificate(), Optional.of(CostType.PAID));

    private Sample() {}

    /** A new authentication certificate. */
    public static X509Certificate authentication() {
        return AUTHORITY.authentication(OWNER, "ss1", TestKeys.EC_P256).certificate();
    }

    public static ApprovedAuthority service() {
        return new ApprovedAuthority(
                "Root",
                false,
                new ApprovedAuthority.Authority(AUTHORITY.certificate(), List.of(RESPONDER)),
                List.of(),
                CertificateProfile.FI_VRK.className(),
                Optional.of("PEM"),
                Optional.of(acme("https://acme.example/directory", "192.0.2.1, 2001:db8::1")));
    }

    public static ApprovedAuthority.AcmeServer acme(String url, String addresses) {
        return new ApprovedAuthority.AcmeServer(
                url, Optional.of(addresses), Optional.of("auth profile"), Optional.empty());
    }

    public static byte[] anchor(String instance) {
        return ConfigurationAnchor.of(
                        instance,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        List.of(new ConfigurationAnchor.Source(
                                URI.create("http://cs.partner.example/externalconf"),
                                List.of(AUTHORITY.certificate()))))
                .encode();
    }

    /** An instance with classes, members and a server; nothing else. */
    public static void small(Register register) throws Exception {
        register.initialise(ALICE, "TEST");
        register.addMemberClass(ALICE, GOV);
        register.addMember(ALICE, OWNER, "Owner & Co");
        register.addMember(ALICE, OTHER, "Süd");
        register.addSubsystem(ALICE, SUBSYSTEM, Optional.of("Management services"));
        register.registerServer(ALICE, SERVER, "ss1.example", CERTIFICATE);
        register.registerClient(ALICE, SERVER, SUBSYSTEM, Optional.empty());
    }

    /** One of everything. */
    public static void full(Register register) throws Exception {
        small(register);
        register.registerClient(ALICE, SERVER, CLIENT, Optional.of("A client"));
        register.registerClient(ALICE, SERVER, ClientId.member(OTHER), Optional.empty());
        register.disableClient(ALICE, SERVER, ClientId.member(OTHER));
        register.addGroup(ALICE, "group", "A group");
        register.addGroupMember(ALICE, "group", CLIENT);
        register.addGroupMember(ALICE, "group", FOREIGN);
        register.addCertificationService(ALICE, service());
        register.addIntermediate(ALICE, TOP, new ApprovedAuthority.Authority(INTERMEDIATE.certificate(), List.of()));
        register.addResponder(ALICE, TOP, Certificates.sha256(INTERMEDIATE.certificate()), RESPONDER);
        register.addTimestampAuthority(ALICE, TSA);
        register.trustInstance(ALICE, anchor("PARTNER"));
        register.changeSettings(
                ALICE,
                new RegisterSettings(
                        Optional.of(SUBSYSTEM),
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(2),
                        Optional.of(Duration.ofMinutes(10)),
                        Optional.of(false),
                        Optional.of(CLIENT)));
    }

    /** All of a snapshot in a form that can be compared. */
    static List<Object> facts(RegisterSnapshot snapshot) {
        return List.of(
                snapshot.instance(),
                snapshot.settings(),
                snapshot.memberClasses(),
                snapshot.members(),
                snapshot.servers(),
                snapshot.groups(),
                snapshot.authorities(),
                snapshot.timestampAuthorities(),
                snapshot.trustedAnchors().stream()
                        .map(ConfigurationAnchor::hash)
                        .toList());
    }
}
