package org.ambergate.signature;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.pki.SignatureProviders;

/**
 * The signature methods accepted from others (evidence specification, section 2.4). PSS is the parameterless form: mask
 * by the same digest, a salt of its length (RFC 9231, section 2.3.10).
 */
enum AcceptedMethod {
    RSA_SHA256("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "SHA256withRSA", DigestAlgorithm.SHA256),
    RSA_SHA384("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "SHA384withRSA", DigestAlgorithm.SHA384),
    RSA_SHA512("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "SHA512withRSA", DigestAlgorithm.SHA512),
    PSS_SHA256("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "RSASSA-PSS", DigestAlgorithm.SHA256),
    PSS_SHA384("http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", "RSASSA-PSS", DigestAlgorithm.SHA384),
    PSS_SHA512("http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", "RSASSA-PSS", DigestAlgorithm.SHA512),
    ECDSA_SHA256("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "SHA256withECDSA", DigestAlgorithm.SHA256),
    ECDSA_SHA384("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "SHA384withECDSA", DigestAlgorithm.SHA384),
    ECDSA_SHA512("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", "SHA512withECDSA", DigestAlgorithm.SHA512);

    private static final Map<String, AcceptedMethod> BY_URI =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(m -> m.uri, m -> m));

    private final String uri;
    private final String jcaName;
    private final DigestAlgorithm digest;

    AcceptedMethod(String uri, String jcaName, DigestAlgorithm digest) {
        this.uri = uri;
        this.jcaName = jcaName;
        this.digest = digest;
    }

    static Optional<AcceptedMethod> byUri(String uri) {
        return Optional.ofNullable(BY_URI.get(uri));
    }

    /** Whether keys of this kind make signatures of this method. */
    boolean fits(PublicKey key) {
        return isEcdsa() ? key instanceof ECPublicKey : key instanceof RSAPublicKey;
    }

    /**
     * Whether the value is this key's signature over the data. A value of impossible form is simply not.
     *
     * @param original the key as the certificate carries it, from which sizes are taken
     * @param usable the same key as the preferred provider's object
     */
    boolean verifies(PublicKey original, PublicKey usable, byte[] data, byte[] value) {
        Optional<byte[]> encoded = encode(original, value);
        if (encoded.isEmpty()) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(jcaName, SignatureProviders.preferred());
            if (isPss()) {
                signature.setParameter(new PSSParameterSpec(
                        digest.jcaName(), "MGF1", new MGF1ParameterSpec(digest.jcaName()), digest.length(), 1));
            }
            signature.initVerify(usable);
            signature.update(data);
            return signature.verify(encoded.get());
        } catch (GeneralSecurityException | RuntimeException e) {
            // Providers differ in whether a wrong value is an exception or an answer.
            return false;
        }
    }

    private static Optional<byte[]> encode(PublicKey key, byte[] value) {
        if (key instanceof ECPublicKey ec) {
            BigInteger order = ec.getParams().getOrder();
            return EcdsaValue.toDer(value, (order.bitLength() + 7) / 8, order);
        }
        if (key instanceof RSAPublicKey rsa && value.length == (rsa.getModulus().bitLength() + 7) / 8) {
            return Optional.of(value);
        }
        return Optional.empty();
    }

    private boolean isPss() {
        return jcaName.equals("RSASSA-PSS");
    }

    private boolean isEcdsa() {
        return jcaName.endsWith("ECDSA");
    }
}
