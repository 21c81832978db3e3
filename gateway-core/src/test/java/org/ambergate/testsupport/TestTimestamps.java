package org.ambergate.testsupport;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.Certificates;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Time-stamp tokens, honest or not, made piece by piece: the library's own generator refuses to lie. */
public final class TestTimestamps {
    private static final AtomicLong SERIAL = new AtomicLong(5000);

    private TestTimestamps() {}

    /** A certificate for time-stamping, self-signed, valid from 2020 to 2049. */
    public static TestCertificate authority(String commonName, TestKeys kind) {
        return authority(
                commonName,
                kind,
                List.of(KeyPurposeId.id_kp_timeStamping),
                true,
                CertificateForm.NOT_BEFORE,
                CertificateForm.NOT_AFTER);
    }

    /** The same with other purposes or another validity. */
    public static TestCertificate authority(
            String commonName,
            TestKeys kind,
            List<KeyPurposeId> purposes,
            boolean critical,
            Instant notBefore,
            Instant notAfter) {
        var keys = kind.generate();
        X500Name name = TestAuthority.name(commonName);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(notBefore),
                Date.from(notAfter),
                name,
                keys.getPublic());
        try {
            if (!purposes.isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        critical,
                        new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
            }
            X509Certificate certificate =
                    Certificates.parse(builder.build(new JcaContentSignerBuilder(kind.signatureAlgorithm())
                                    .setProvider(new BouncyCastleProvider())
                                    .build(foreign(keys.getPrivate())))
                            .getEncoded());
            return new TestCertificate(keys, kind, certificate);
        } catch (IOException | OperatorCreationException | LocalFault e) {
            throw new IllegalStateException(e);
        }
    }

    /** A response that grants a token. */
    public static byte[] granted(byte[] request, TimestampForm form) {
        return response(new PKIStatusInfo(PKIStatus.granted), ContentInfo.getInstance(token(request, form)));
    }

    /** A response that grants nothing. */
    public static byte[] rejected() {
        try {
            return new TimeStampResp(
                            new PKIStatusInfo(PKIStatus.rejection, null, new PKIFailureInfo(PKIFailureInfo.badRequest)),
                            null)
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token by itself. */
    public static byte[] token(byte[] request, TimestampForm form) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            for (TestCertificate signer : form.signers()) {
                X509CertificateHolder holder = new X509CertificateHolder(Certificates.encoded(signer.certificate()));
                generator.addSignerInfoGenerator(new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
                        .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(
                                attributes(form.referenced().orElse(signer.certificate()), form.genTime())))
                        .build(
                                new JcaContentSignerBuilder(form.algorithm()
                                                .orElse(signer.kind().signatureAlgorithm()))
                                        .setProvider(new BouncyCastleProvider())
                                        .build(foreign(signer.privateKey())),
                                holder));
                if (form.certificateInside()) {
                    generator.addCertificate(holder);
                }
            }
            return generator
                    .generate(
                            new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, info(request, form)), true)
                    .toASN1Structure()
                    .getEncoded("DER");
        } catch (CMSException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] info(byte[] request, TimestampForm form) throws IOException {
        TimeStampReq asked = TimeStampReq.getInstance(request);
        MessageImprint imprint = form.imprint().isEmpty()
                ? asked.getMessageImprint()
                : new MessageImprint(
                        asked.getMessageImprint().getHashAlgorithm(),
                        form.imprint().get());
        ASN1Integer nonce = form.nonce().map(ASN1Integer::new).orElse(asked.getNonce());
        return new TSTInfo(
                        new ASN1ObjectIdentifier(form.policy()),
                        imprint,
                        new ASN1Integer(SERIAL.incrementAndGet()),
                        new ASN1GeneralizedTime(Date.from(form.genTime())),
                        null,
                        null,
                        nonce,
                        null,
                        null)
                .getEncoded("DER");
    }

    @SuppressWarnings("JdkObsolete") // the library's constructor takes nothing else
    private static AttributeTable attributes(X509Certificate referenced, Instant genTime) {
        SigningCertificateV2 value = new SigningCertificateV2(new ESSCertIDv2(
                DigestAlgorithm.SHA256.of(Certificates.encoded(referenced)).toBytes()));
        Hashtable<ASN1ObjectIdentifier, Attribute> attributes = new Hashtable<>();
        attributes.put(
                PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(value)));
        // Otherwise the library writes the time of this machine, which other readers compare with the token's.
        attributes.put(
                CMSAttributes.signingTime,
                new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(genTime)))));
        return new AttributeTable(attributes);
    }

    private static byte[] response(PKIStatusInfo status, ContentInfo token) {
        try {
            return new TimeStampResp(status, token).getEncoded("DER");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key for another provider than the one that made it, which signs by SHA-1, too. */
    private static PrivateKey foreign(PrivateKey key) {
        try {
            return java.security.KeyFactory.getInstance(key.getAlgorithm(), new BouncyCastleProvider())
                    .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
