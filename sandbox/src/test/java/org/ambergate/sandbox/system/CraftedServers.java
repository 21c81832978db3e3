package org.ambergate.sandbox.system;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.OcspResponder;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.net.TlsIdentity;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.publication.PublishedServer;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.signature.SigningCredential;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;

/**
 * Two more security servers in the instance, whose keys and authority belong to the test, and another authentication
 * certificate for each of the two real ones. So the test can be any of the four.
 */
final class CraftedServers {
    /** Where the first of the two is registered; the test listens there if it wants to. */
    static final String ADDRESS = "127.0.0.13";

    /** A code with letters that have look-alikes. */
    static final MemberId MEMBER = new MemberId(SandboxIds.INSTANCE, "ORG", "K\u00e4te-a3");

    static final ClientId CLIENT = ClientId.subsystem(MEMBER, "PEER");
    static final SecurityServerId SERVER = new SecurityServerId(MEMBER, "ss3");
    static final MemberId OTHER_MEMBER = new MemberId(SandboxIds.INSTANCE, "ORG", "4444");
    static final ClientId OTHER_CLIENT = ClientId.subsystem(OTHER_MEMBER, "OTHER");
    static final SecurityServerId OTHER_SERVER = new SecurityServerId(OTHER_MEMBER, "ss4");

    /** Services of the real provider that all four clients may call. */
    static final String SERVICES = """
            clients:
              - id: DEV/ORG/2222/PROVIDER
                connection: http
                services:
                  - code: registry
                    url: http://127.0.0.1:PORT
                    access:
                      - client: DEV/ORG/1111/CONSUMER
                      - client: DEV/ORG/2222/PROVIDER
                      - client: DEV/ORG/K%C3%A4te-a3/PEER
                      - client: DEV/ORG/4444/OTHER
            """;

    private static final String OTHER_ADDRESS = "127.0.0.14";

    private final TestAuthority authority = TestAuthority.create("Crafted CA");
    private final Map<SecurityServerId, TestCertificate> authentication = new LinkedHashMap<>();
    private final Map<MemberId, TestCertificate> signing = new LinkedHashMap<>();
    private final List<X509Certificate> more = new ArrayList<>();

    CraftedServers() {
        for (SecurityServerId server :
                List.of(SandboxIds.CONSUMER_SERVER, SandboxIds.PROVIDER_SERVER, SERVER, OTHER_SERVER)) {
            authentication.put(server, authority.authentication(server.owner(), server.serverCode(), TestKeys.EC_P256));
            signing.put(server.owner(), authority.signing(server.owner(), TestKeys.EC_P256));
        }
    }

    TestAuthority authority() {
        return authority;
    }

    /** What a server presents in TLS. */
    TestCertificate authentication(SecurityServerId server) {
        return Optional.ofNullable(authentication.get(server)).orElseThrow();
    }

    /** How a server shows who it is. */
    CraftedConsumer.Shown shown(SecurityServerId server, String protocol) {
        TestCertificate certificate = authentication(server);
        return new CraftedConsumer.Shown(
                protocol, identity(certificate), authority.ocsp(certificate.certificate(), Instant.now()));
    }

    /** What a member signs with. */
    TestCertificate signing(MemberId member) {
        return Optional.ofNullable(signing.get(member)).orElseThrow();
    }

    SigningCredential credential(MemberId member) {
        return authority.credential(signing(member), Instant.now());
    }

    /** Registers one more authentication certificate of the first crafted server. */
    void register(TestCertificate certificate) {
        more.add(certificate.certificate());
    }

    static TlsIdentity identity(TestCertificate certificate) {
        try {
            byte[] key = certificate.privateKey().getEncoded();
            // the JDK's own object: its TLS takes no other provider's for granted
            return new TlsIdentity(
                    KeyFactory.getInstance("EC", "SunEC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    List.of(certificate.certificate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The instance with these servers in it. */
    InstanceDescription join(InstanceDescription instance) {
        List<ApprovedAuthority> authorities = new ArrayList<>(instance.authorities());
        authorities.add(new ApprovedAuthority(
                "Crafted CA",
                false,
                new ApprovedAuthority.Authority(
                        authority.certificate(),
                        List.of(new OcspResponder(
                                "http://127.0.0.1:1/",
                                Optional.of(authority.responder().certificate()),
                                Optional.empty()))),
                List.of(),
                CertificateProfile.FI_VRK.className(),
                Optional.empty(),
                Optional.empty()));
        List<Member> members = new ArrayList<>(instance.members());
        members.add(member(CLIENT));
        members.add(member(OTHER_CLIENT));
        List<PublishedServer> servers = new ArrayList<>();
        for (PublishedServer server : instance.servers()) {
            List<X509Certificate> certificates = new ArrayList<>(server.authenticationCertificates());
            certificates.add(authentication(server.id()).certificate());
            servers.add(withCertificates(server, certificates));
        }
        List<X509Certificate> own = new ArrayList<>(more);
        own.add(authentication(SERVER).certificate());
        servers.add(new PublishedServer(SERVER, ADDRESS, own, List.of(CLIENT), Optional.empty()));
        servers.add(new PublishedServer(
                OTHER_SERVER,
                OTHER_ADDRESS,
                List.of(authentication(OTHER_SERVER).certificate()),
                List.of(OTHER_CLIENT),
                Optional.empty()));
        return with(instance, authorities, members, servers);
    }

    /** The instance after the first crafted server's certificates were deleted from the register. */
    static InstanceDescription withoutCertificates(InstanceDescription instance) {
        List<PublishedServer> servers = instance.servers().stream()
                .map(server -> server.id().equals(SERVER) ? withCertificates(server, List.of()) : server)
                .toList();
        return with(instance, instance.authorities(), instance.members(), servers);
    }

    /** The instance with one more authentication certificate of a server. */
    static InstanceDescription withCertificate(
            InstanceDescription instance, SecurityServerId id, X509Certificate certificate) {
        List<PublishedServer> servers = instance.servers().stream()
                .map(server -> {
                    List<X509Certificate> certificates = new ArrayList<>(server.authenticationCertificates());
                    certificates.add(certificate);
                    return server.id().equals(id) ? withCertificates(server, certificates) : server;
                })
                .toList();
        return with(instance, instance.authorities(), instance.members(), servers);
    }

    private static PublishedServer withCertificates(PublishedServer server, List<X509Certificate> certificates) {
        return new PublishedServer(server.id(), server.address(), certificates, server.clients(), server.maintenance());
    }

    private static InstanceDescription with(
            InstanceDescription instance,
            List<ApprovedAuthority> authorities,
            List<Member> members,
            List<PublishedServer> servers) {
        return new InstanceDescription(
                instance.instance(),
                instance.memberClasses(),
                authorities,
                instance.timestampAuthorities(),
                members,
                servers,
                instance.groups(),
                instance.settings(),
                instance.federation());
    }

    private static Member member(ClientId client) {
        return new Member(
                client.member(),
                "Organisations",
                "Crafted " + client.member().memberCode(),
                List.of(new Member.Subsystem(client, Optional.empty())));
    }
}
