package org.ambergate.timestamp;

import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

/** Whether a token's signature is that of a certificate's key, by an accepted algorithm (RFC 5652, section 5.6). */
final class TokenSignature {
    // Never installed. A token or two a minute do not need the fastest arithmetic.
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private static final Map<ASN1ObjectIdentifier, DigestAlgorithm> RSA = Map.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption, DigestAlgorithm.SHA256,
            PKCSObjectIdentifiers.sha384WithRSAEncryption, DigestAlgorithm.SHA384,
            PKCSObjectIdentifiers.sha512WithRSAEncryption, DigestAlgorithm.SHA512);

    private static final Map<ASN1ObjectIdentifier, DigestAlgorithm> ECDSA = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, DigestAlgorithm.SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384, DigestAlgorithm.SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512, DigestAlgorithm.SHA512);

    /** By issuer and serial number, and by key identifier. */
    private static final Map<Boolean, ASN1Integer> VERSIONS =
            Map.of(true, new ASN1Integer(1), false, new ASN1Integer(3));

    private TokenSignature() {}

    static void verify(TokenContent token, X509Certificate authority) throws LocalFault {
        try {
            checkForm(token);
            checkAlgorithms(token.signer());
            CMSSignedData signed = new CMSSignedData(token.contentInfo());
            SignerInformation signer = signed.getSignerInfos().iterator().next();
            // By key, not by certificate: whether the certificate was valid is judged at the token's time elsewhere.
            boolean valid = signer.verify(new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(PROVIDER)
                    .build(authority.getPublicKey()));
            if (!valid) {
                throw TimestampFaults.signature("The time-stamp token's signature is wrong");
            }
        } catch (CMSException | OperatorCreationException | RuntimeException e) {
            // Wrong kind of key, wrong digest of the content, attributes that contradict: all mean the same.
            throw TimestampFaults.signature("The time-stamp token's signature does not verify")
                    .causedBy(e);
        }
    }

    /** What the signature does not cover, and the library does not look at. */
    private static void checkForm(TokenContent token) throws LocalFault {
        SignerInfo signer = token.signer();
        ASN1Set digests = token.signedData().getDigestAlgorithms();
        boolean sameDigest = digests.size() == 1
                && AlgorithmIdentifier.getInstance(digests.getObjectAt(0)).equals(signer.getDigestAlgorithm());
        boolean byNumber = !signer.getSID().isTagged();
        if (signer.getAuthenticatedAttributes() == null
                || !sameDigest
                || !signer.getVersion().equals(VERSIONS.get(byNumber))) {
            throw TimestampFaults.signature("The time-stamp token's signature does not have its form");
        }
    }

    private static void checkAlgorithms(SignerInfo signer) throws LocalFault {
        AlgorithmIdentifier signature = signer.getDigestEncryptionAlgorithm();
        boolean accepted = Imprints.algorithm(signer.getDigestAlgorithm())
                .filter(digest -> isAccepted(signature, digest))
                .isPresent();
        if (!accepted) {
            throw TimestampFaults.algorithm("The time-stamp token is signed by an algorithm that is not accepted");
        }
    }

    /** One digest for content and signature (RFC 5753, section 2.1.1; RFC 5754, section 3), and no odd parameters. */
    private static boolean isAccepted(AlgorithmIdentifier signature, DigestAlgorithm digest) {
        ASN1ObjectIdentifier algorithm = signature.getAlgorithm();
        @Nullable ASN1Encodable parameters = signature.getParameters();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption) || digest.equals(RSA.get(algorithm))) {
            return parameters == null || DERNull.INSTANCE.equals(parameters);
        }
        if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return isUsual(RSASSAPSSparams.getInstance(parameters), digest);
        }
        return digest.equals(ECDSA.get(algorithm)) && parameters == null;
    }

    /** The same digest for the mask, and a salt of its length. */
    private static boolean isUsual(RSASSAPSSparams parameters, DigestAlgorithm digest) {
        AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
        return PKCSObjectIdentifiers.id_mgf1.equals(mask.getAlgorithm())
                && isDigest(parameters.getHashAlgorithm(), digest)
                && isDigest(AlgorithmIdentifier.getInstance(mask.getParameters()), digest)
                && parameters.getSaltLength().intValueExact() == digest.length()
                && parameters.getTrailerField().intValueExact() == 1;
    }

    private static boolean isDigest(AlgorithmIdentifier identifier, DigestAlgorithm digest) {
        return Imprints.algorithm(identifier).filter(digest::equals).isPresent();
    }
}
