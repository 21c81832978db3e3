package org.ambergate.sandbox.trustservices;

import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.CertificateProfile;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * A certification authority for tests and the sandbox: a root, or an intermediate below one. It issues authentication and
 * signing certificates by the FiVRK or EJBCA profile, and the certificates of its own trust services, and it knows what it
 * issued and revoked. Its keys live in memory only. Safe for use by several threads.
 */
public final class TestCertificationAuthority {
    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration LEAF_VALIDITY = Duration.ofDays(365);

    private final KeyKind keyKind;
    private final PrivateKey privateKey;
    private final X509Certificate certificate;
    private final Optional<URI> ocspUrl;
    private final SecureRandom random;
    private final Clock clock;
    private final Set<BigInteger> issued = ConcurrentHashMap.newKeySet();
    private final Map<BigInteger, Instant> revoked = new ConcurrentHashMap<>();

    private TestCertificationAuthority(Settings settings, KeyPair keys, X509Certificate certificate) {
        this.keyKind = settings.keyKind();
        this.privateKey = keys.getPrivate();
        this.certificate = certificate;
        this.ocspUrl = settings.ocspUrl();
        this.random = settings.random();
        this.clock = settings.clock();
    }

    /**
     * How an authority is set up.
     *
     * @param keyKind the type of its own key
     * @param ocspUrl the responder to name in issued certificates (the AIA extension), if any
     * @param random source of keys and serial numbers
     * @param clock gives the start of validity
     */
    public record Settings(KeyKind keyKind, Optional<URI> ocspUrl, SecureRandom random, Clock clock) {
        /** A P-256 authority on the system's clock that names no responder. */
        public static Settings standard() {
            return new Settings(KeyKind.P256, Optional.empty(), new SecureRandom(), Clock.systemUTC());
        }
    }

    /** A new self-signed authority; its subject is {@code CN=name}. */
    public static TestCertificationAuthority root(String name, Settings settings) {
        KeyPair keys = settings.keyKind().generate(settings.random());
        X500Name subject = CertificateSubjects.authority(name);
        X509Certificate own = new CertificateDraft(subject, keys.getPublic(), settings.clock(), AUTHORITY_VALIDITY)
                .authority(1)
                .selfSigned(keys.getPrivate(), settings.keyKind(), settings.random());
        return new TestCertificationAuthority(settings, keys, own);
    }

    /** A new authority whose certificate this one issues. */
    public TestCertificationAuthority intermediate(String name) {
        KeyPair keys = keyKind.generate(random);
        X509Certificate own = issue(draft(CertificateSubjects.authority(name), keys.getPublic(), AUTHORITY_VALIDITY)
                .authority(0));
        return new TestCertificationAuthority(new Settings(keyKind, ocspUrl, random, clock), keys, own);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A fresh key of the given kind with an authentication certificate of the server. */
    public IssuedKey authentication(
            CertificateProfile profile, SecurityServerId server, String hostName, KeyKind keyKindOfServer) {
        KeyPair keys = keyKindOfServer.generate(random);
        return new IssuedKey(keys.getPrivate(), authenticate(profile, server, hostName, keys.getPublic()));
    }

    /**
     * An authentication certificate for a key that exists: clientAuth and serverAuth, digitalSignature and keyEncipherment.
     */
    public X509Certificate authenticate(
            CertificateProfile profile, SecurityServerId server, String hostName, PublicKey key) {
        X500Name subject = CertificateSubjects.authentication(profile, server, hostName);
        return issue(draft(subject, key, LEAF_VALIDITY).authentication(hostName));
    }

    /** A fresh key of the given kind with a signing certificate of the member, held on the server. */
    public IssuedKey signing(
            CertificateProfile profile, MemberId member, SecurityServerId server, KeyKind keyKindOfMember) {
        KeyPair keys = keyKindOfMember.generate(random);
        return new IssuedKey(keys.getPrivate(), certifySigner(profile, member, server, keys.getPublic()));
    }

    /** A signing certificate for a key that exists: nonRepudiation only. */
    public X509Certificate certifySigner(
            CertificateProfile profile, MemberId member, SecurityServerId server, PublicKey key) {
        return issue(draft(CertificateSubjects.signing(profile, member, server), key, LEAF_VALIDITY)
                .signing());
    }

    /** A fresh key with a certificate that may sign this authority's OCSP responses (EKU OCSPSigning). */
    public IssuedKey ocspResponder(String name) {
        KeyPair keys = keyKind.generate(random);
        return new IssuedKey(
                keys.getPrivate(),
                issue(draft(CertificateSubjects.authority(name), keys.getPublic(), LEAF_VALIDITY)
                        .ocspResponder()));
    }

    /** A fresh key of the given kind with a time-stamping certificate (critical EKU timeStamping, RFC 3161, section 2.3). */
    public IssuedKey timestampAuthority(String name, KeyKind keyKindOfAuthority) {
        KeyPair keys = keyKindOfAuthority.generate(random);
        return new IssuedKey(
                keys.getPrivate(),
                issue(draft(CertificateSubjects.authority(name), keys.getPublic(), LEAF_VALIDITY)
                        .timestampAuthority()));
    }

    /** From now on the certificate counts as revoked. */
    public void revoke(X509Certificate revokedCertificate) {
        revoked.putIfAbsent(revokedCertificate.getSerialNumber(), clock.instant());
    }

    boolean hasIssued(BigInteger serialNumber) {
        return issued.contains(serialNumber);
    }

    Optional<Instant> revokedAt(BigInteger serialNumber) {
        return Optional.ofNullable(revoked.get(serialNumber));
    }

    private CertificateDraft draft(X500Name subject, PublicKey key, Duration validity) {
        return new CertificateDraft(subject, key, clock, validity);
    }

    private X509Certificate issue(CertificateDraft draft) {
        ocspUrl.ifPresent(draft::ocspUrl);
        X509Certificate issuedCertificate = draft.issuedBy(certificate, privateKey, keyKind, random);
        issued.add(issuedCertificate.getSerialNumber());
        return issuedCertificate;
    }
}
