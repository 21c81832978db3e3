package org.ambergate.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.TimestampFault;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.DerShape;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a token: signed data of RFC 5652 around a {@code TSTInfo}.
 *
 * @param contentInfo the whole
 * @param signedData what it holds
 * @param signer its one signer
 * @param signedBytes the encoded {@code TSTInfo}, exactly as it was signed
 * @param info what it says
 * @param imprint what was stamped
 * @param genTime when
 */
record TokenContent(
        ContentInfo contentInfo,
        SignedData signedData,
        SignerInfo signer,
        byte[] signedBytes,
        TSTInfo info,
        Digest imprint,
        Instant genTime) {
    /** Most certificates kept inside a token: the authority's and its chain. */
    static final int CERTIFICATES_MAX = 8;

    /** Whenever the content is not plain data (RFC 5652, section 5.1). */
    private static final ASN1Integer SIGNED_DATA_VERSION = new ASN1Integer(3);

    private static final BigInteger TST_INFO_VERSION = BigInteger.ONE;

    static TokenContent read(byte[] der) throws LocalFault {
        try {
            return parse(der);
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle reports a wrong structure by unchecked exceptions of many kinds.
            throw TimestampFaults.unreadable("A time-stamp token cannot be read")
                    .causedBy(e);
        }
    }

    private static TokenContent parse(byte[] der) throws LocalFault, IOException {
        ContentInfo contentInfo = ContentInfo.getInstance(ASN1Primitive.fromByteArray(der));
        requireType(CMSObjectIdentifiers.signedData.equals(contentInfo.getContentType()));
        SignedData signedData = SignedData.getInstance(contentInfo.getContent());
        SignerInfo signer = onlySigner(signedData);
        requireType(SIGNED_DATA_VERSION.equals(signedData.getVersion()));
        requireType(PKCSObjectIdentifiers.id_ct_TSTInfo.equals(
                signedData.getEncapContentInfo().getContentType()));
        requireCertificates(signedData.getCertificates());
        byte[] signedBytes = ASN1OctetString.getInstance(
                        signedData.getEncapContentInfo().getContent())
                .getOctets();
        TSTInfo info = info(signedBytes);
        // What the library did not understand it would not write again, and nobody would ever look at it.
        ContentInfo understood = new ContentInfo(CMSObjectIdentifiers.signedData, signedData);
        requireType(Arrays.equals(der, understood.getEncoded(ASN1Encoding.DL)));
        return new TokenContent(
                contentInfo,
                signedData,
                signer,
                signedBytes,
                info,
                TimestampToken.imprint(info),
                TimestampToken.genTime(info));
    }

    private static SignerInfo onlySigner(SignedData signedData) throws LocalFault {
        if (signedData.getSignerInfos().size() != 1) {
            throw new LocalFault(
                    TimestampFault.TIMESTAMP_TOKEN_SIGNER_INFO_NOT_FOUND,
                    "A time-stamp token does not have exactly one signer");
        }
        return SignerInfo.getInstance(signedData.getSignerInfos().getObjectAt(0));
    }

    private static TSTInfo info(byte[] signedBytes) throws LocalFault, IOException {
        requireType(DerShape.isOneValue(signedBytes));
        TSTInfo info = TSTInfo.getInstance(ASN1Primitive.fromByteArray(signedBytes));
        requireType(info.getVersion().hasValue(TST_INFO_VERSION));
        TimestampToken.requireNothingCritical(info);
        return info;
    }

    /** Each is a certificate that can be read; other kinds of certificates have no use here. */
    private static void requireCertificates(@Nullable ASN1Set certificates) throws LocalFault, IOException {
        if (certificates == null) {
            return;
        }
        if (certificates.size() > CERTIFICATES_MAX) {
            throw TimestampFaults.unreadable(
                    "A time-stamp token holds more than " + CERTIFICATES_MAX + " certificates");
        }
        for (ASN1Encodable certificate : certificates) {
            byte[] encoded = certificate.toASN1Primitive().getEncoded(ASN1Encoding.DL);
            requireType(
                    Arrays.equals(encoded, Certificate.getInstance(certificate).getEncoded(ASN1Encoding.DL)));
        }
    }

    /** Whether this certificate is inside. */
    boolean holds(X509Certificate certificate) {
        byte[] wanted = Certificates.encoded(certificate);
        for (ASN1Encodable held : certificates()) {
            if (Arrays.equals(wanted, encode(held))) {
                return true;
            }
        }
        return false;
    }

    /** Whether any certificate is inside. */
    boolean holdsCertificates() {
        return certificates().size() > 0;
    }

    /** The encoded token with one certificate more. */
    byte[] encodedWith(X509Certificate certificate) {
        ASN1EncodableVector all = new ASN1EncodableVector();
        certificates().forEach(all::add);
        all.add(Certificate.getInstance(Certificates.encoded(certificate)));
        SignedData changed = new SignedData(
                signedData.getDigestAlgorithms(),
                signedData.getEncapContentInfo(),
                new DERSet(all),
                signedData.getCRLs(),
                signedData.getSignerInfos());
        return encode(new ContentInfo(CMSObjectIdentifiers.signedData, changed));
    }

    private ASN1Set certificates() {
        @Nullable ASN1Set certificates = signedData.getCertificates();
        return certificates == null ? new DERSet() : certificates;
    }

    private static byte[] encode(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DL);
        } catch (IOException e) {
            throw new IllegalStateException("Memory does not fail", e);
        }
    }

    private static void requireType(boolean holds) throws LocalFault {
        if (!holds) {
            throw TimestampFaults.unreadable("A time-stamp token does not have its form");
        }
    }
}
