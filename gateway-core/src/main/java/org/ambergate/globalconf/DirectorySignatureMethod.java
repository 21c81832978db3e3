package org.ambergate.globalconf;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** The signature methods a directory may bear (global configuration specification, section 3.6); no other is tried. */
enum DirectorySignatureMethod {
    RSA_SHA256("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", Family.RSA, 256),
    RSA_SHA384("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", Family.RSA, 384),
    RSA_SHA512("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", Family.RSA, 512),
    RSA_PSS_SHA256("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", Family.RSA_PSS, 256),
    RSA_PSS_SHA384("http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", Family.RSA_PSS, 384),
    RSA_PSS_SHA512("http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", Family.RSA_PSS, 512),
    ECDSA_SHA256("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", Family.ECDSA, 256),
    ECDSA_SHA384("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", Family.ECDSA, 384),
    ECDSA_SHA512("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", Family.ECDSA, 512);

    private enum Family {
        RSA,
        RSA_PSS,
        ECDSA
    }

    private final String uri;
    private final Family family;
    private final int digestBits;

    DirectorySignatureMethod(String uri, Family family, int digestBits) {
        this.uri = uri;
        this.family = family;
        this.digestBits = digestBits;
    }

    static Optional<DirectorySignatureMethod> byUri(String uri) {
        return Arrays.stream(values()).filter(m -> m.uri.equals(uri)).findFirst();
    }

    /** Whether the key is of this method's family. */
    boolean fits(PublicKey key) {
        return family == Family.ECDSA ? key instanceof ECPublicKey : key instanceof RSAPublicKey;
    }

    /**
     * Whether a value is this key's signature of the data. ECDSA values are DER; r and s concatenated at full width,
     * which some hardware-backed proxies publish, are accepted too.
     */
    boolean verifies(PublicKey key, byte[] data, byte[] value) {
        if (family != Family.ECDSA) {
            return verifies(rsaName(), key, data, value);
        }
        String name = "SHA" + digestBits + "withECDSA";
        int fieldBits = ((ECPublicKey) key).getParams().getCurve().getField().getFieldSize();
        int width = (fieldBits + 7) / 8;
        return verifies(name, key, data, value)
                || (value.length == 2 * width && verifies(name + "inP1363Format", key, data, value));
    }

    private String rsaName() {
        return family == Family.RSA ? "SHA" + digestBits + "withRSA" : "RSASSA-PSS";
    }

    private boolean verifies(String name, PublicKey key, byte[] data, byte[] value) {
        try {
            Signature signature = Signature.getInstance(name);
            if (family == Family.RSA_PSS) {
                MGF1ParameterSpec mask = new MGF1ParameterSpec("SHA-" + digestBits);
                signature.setParameter(new PSSParameterSpec(
                        "SHA-" + digestBits, "MGF1", mask, digestBits / 8, PSSParameterSpec.TRAILER_FIELD_BC));
            }
            signature.initVerify(key);
            signature.update(data);
            return signature.verify(value);
        } catch (GeneralSecurityException e) {
            // A value or key that the provider cannot work with proves nothing.
            return false;
        }
    }
}
