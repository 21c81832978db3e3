package org.ambergate.signature;

/** The names that signatures and hash chains are written with (evidence specification). */
final class XmlNames {
    static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    static final String XADES_141 = "http://uri.etsi.org/01903/v1.4.1#";
    static final String ASIC = "http://uri.etsi.org/02918/v1.2.1#";
    static final String HASH_CHAIN = "http://cyber.ee/hashchain";
    static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    static final String C14N_INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    static final String C14N_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String SIGNED_PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties";

    static final String MESSAGE_URI = "/message.xml";
    static final String ATTACHMENT_URI = "/attachment";
    static final String RESULT_URI = "/sig-hashchainresult.xml";
    static final String CHAIN_URI = "/sig-hashchain.xml";

    private XmlNames() {}
}
