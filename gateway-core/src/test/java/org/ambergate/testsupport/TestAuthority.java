package org.ambergate.testsupport;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.pki.ApprovedAuthorities;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.OcspPolicy;
import org.ambergate.pki.SignatureProviders;
import org.ambergate.pki.TrustBase;
import org.ambergate.signature.SigningCredential;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certification authority with an OCSP responder, for tests: issues authentication and signing certificates by the
 * FiVRK profile, and OCSP responses honest or not.
 */
public final class TestAuthority {
    private static final DigestCalculatorProvider DIGESTS = new BcDigestCalculatorProvider();
    private static final AlgorithmIdentifier SHA1 =
            new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE);

    private final TestCertificate own;
    private final TestCertificate responder;
    private final boolean top;

    private TestAuthority(TestCertificate own, boolean top) {
        this.own = own;
        this.top = top;
        this.responder = issue(CertificateForm.responder(name("Responder of " + commonName(own))), TestKeys.EC_P256);
    }

    /** A top authority with a P-256 key. */
    public static TestAuthority create(String commonName) {
        return create(commonName, TestKeys.EC_P256);
    }

    /** A top authority. */
    public static TestAuthority create(String commonName, TestKeys kind) {
        CertificateForm form = CertificateForm.authority(name(commonName));
        var keys = kind.generate();
        X509Certificate certificate = sign(form, form.subject(), keys.getPublic(), keys.getPrivate(), kind);
        return new TestAuthority(new TestCertificate(keys, kind, certificate), true);
    }

    /** An authority below this one. */
    public TestAuthority intermediate(String commonName) {
        return new TestAuthority(issue(CertificateForm.authority(name(commonName)), TestKeys.EC_P256), false);
    }

    public X509Certificate certificate() {
        return own.certificate();
    }

    /** The authority's own key and certificate. */
    public TestCertificate own() {
        return own;
    }

    /** The OCSP responder's key and certificate. */
    public TestCertificate responder() {
        return responder;
    }

    /** Any certificate, with a new key. */
    public TestCertificate issue(CertificateForm form, TestKeys kind) {
        var keys = kind.generate();
        X509Certificate certificate = sign(form, subject(own), keys.getPublic(), own.privateKey(), own.kind());
        return new TestCertificate(keys, kind, certificate);
    }

    /** A certificate for a key that exists. */
    public X509Certificate certify(CertificateForm form, java.security.PublicKey key) {
        return sign(form, subject(own), key, own.privateKey(), own.kind());
    }

    /** A signing certificate of a member, FiVRK profile. */
    public TestCertificate signing(MemberId member, TestKeys kind) {
        return issue(CertificateForm.signing(memberName(member, "ss1")), kind);
    }

    /** An authentication certificate of a member's security server, FiVRK profile. */
    public TestCertificate authentication(MemberId owner, String serverCode, TestKeys kind) {
        return issue(CertificateForm.authentication(memberName(owner, serverCode)), kind);
    }

    /** An honest OCSP response made at this instant. */
    public byte[] ocsp(X509Certificate subject, Instant now) {
        return ocsp(List.of(subject), OcspForm.at(now), responder);
    }

    /** An OCSP response about these certificates of this authority, the first one first. */
    public byte[] ocsp(List<X509Certificate> subjects, OcspForm form, TestCertificate signer) {
        try {
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(responderId(form, signer));
            for (X509Certificate subject : subjects) {
                builder.addResponse(
                        new CertificateID(
                                DIGESTS.get(SHA1),
                                new X509CertificateHolder(Certificates.encoded(own.certificate())),
                                subject.getSerialNumber()),
                        status(form),
                        Date.from(form.thisUpdate()),
                        form.nextUpdate().map(Date::from).orElse(null),
                        null);
            }
            form.extension().ifPresent(extension -> builder.setResponseExtensions(new Extensions(extension)));
            List<X509CertificateHolder> inside = new ArrayList<>(form.more());
            if (form.embedResponder()) {
                inside.add(new X509CertificateHolder(Certificates.encoded(signer.certificate())));
            }
            String algorithm = form.signatureAlgorithm().orElse(signer.kind().signatureAlgorithm());
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    contentSigner(algorithm, signer.privateKey()),
                                    inside.toArray(X509CertificateHolder[]::new),
                                    Date.from(form.producedAt())))
                    .getEncoded();
        } catch (OCSPException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This authority as global configuration would list it, with its responder. */
    public CertificationAuthority approved() {
        return new CertificationAuthority(
                own.certificate(), top, CertificateProfile.FI_VRK, false, List.of(), List.of(responder.certificate()));
    }

    /** A trust base of this one authority: OCSP freshness one hour, nextUpdate checked. */
    public TrustBase trust(String instance) {
        return trust(instance, List.of(approved()));
    }

    public static TrustBase trust(String instance, List<CertificationAuthority> authorities) {
        return new TrustBase(
                Map.of(instance, new ApprovedAuthorities(authorities)), new OcspPolicy(Duration.ofHours(1), true));
    }

    /** All that a member needs to sign at this instant. */
    public SigningCredential credential(TestCertificate signing, Instant now) {
        return new SigningCredential(
                signing.signingKey(), signing.certificate(), List.of(), List.of(ocsp(signing.certificate(), now)));
    }

    /** A name of one common name. */
    public static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /** A subject by the FiVRK profile. */
    public static X500Name memberName(MemberId member, String serverCode) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "FI")
                .addRDN(BCStyle.O, "Member " + member.memberCode())
                .addRDN(BCStyle.SERIALNUMBER, member.instance() + "/" + serverCode + "/" + member.memberClass())
                .addRDN(BCStyle.CN, member.memberCode())
                .build();
    }

    private static RespID responderId(OcspForm form, TestCertificate signer) throws OCSPException {
        if (form.responderByName()) {
            return new RespID(new ResponderID(subject(signer)));
        }
        return new RespID(
                SubjectPublicKeyInfo.getInstance(
                        signer.certificate().getPublicKey().getEncoded()),
                calculator());
    }

    private static org.bouncycastle.operator.DigestCalculator calculator() {
        try {
            return DIGESTS.get(SHA1);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable CertificateStatus status(OcspForm form) {
        return switch (form.status()) {
            case GOOD -> CertificateStatus.GOOD;
            case REVOKED -> new RevokedStatus(Date.from(form.thisUpdate()), 1);
            case UNKNOWN -> new UnknownStatus();
        };
    }

    private static X500Name subject(TestCertificate certificate) {
        return X500Name.getInstance(
                certificate.certificate().getSubjectX500Principal().getEncoded());
    }

    private static String commonName(TestCertificate certificate) {
        return certificate.certificate().getSubjectX500Principal().getName();
    }

    private static X509Certificate sign(
            CertificateForm form,
            X500Name issuer,
            java.security.PublicKey key,
            java.security.PrivateKey issuerKey,
            TestKeys issuerKind) {
        try {
            return Certificates.parse(form.builder(issuer, key)
                    .build(contentSigner(issuerKind.signatureAlgorithm(), issuerKey))
                    .getEncoded());
        } catch (OperatorCreationException | IOException | LocalFault e) {
            throw new IllegalStateException(e);
        }
    }

    private static ContentSigner contentSigner(String algorithm, java.security.PrivateKey key)
            throws OperatorCreationException {
        return new JcaContentSignerBuilder(algorithm)
                .setProvider(SignatureProviders.preferred())
                .build(key);
    }
}
