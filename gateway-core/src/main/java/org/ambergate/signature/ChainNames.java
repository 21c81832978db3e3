package org.ambergate.signature;

/**
 * The names by which a hash chain refers to its own file and to what it covers.
 *
 * @param chain the file with the steps
 * @param first the first thing covered; only a message has more than one
 */
record ChainNames(String chain, String first) {
    /** Parts of a message, under a batch signature. */
    static final ChainNames MESSAGE = new ChainNames(XmlNames.CHAIN_URI, XmlNames.MESSAGE_URI);

    /** A signature, under a time-stamp (evidence specification, section 6). */
    static final ChainNames TIMESTAMP = new ChainNames("/ts-hashchain.xml", "/META-INF/signatures.xml");

    /** The name of a part, from 0. */
    String part(int index) {
        return index == 0 ? first : XmlNames.ATTACHMENT_URI + index;
    }
}
