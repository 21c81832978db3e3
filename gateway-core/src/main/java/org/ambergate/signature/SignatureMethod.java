package org.ambergate.signature;

/** The signature methods this server makes; all with SHA-512 (evidence specification, section 2.4). */
public enum SignatureMethod {
    RSA_SHA512("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"),
    ECDSA_SHA512("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512");

    private final String uri;

    SignatureMethod(String uri) {
        this.uri = uri;
    }

    public String uri() {
        return uri;
    }
}
