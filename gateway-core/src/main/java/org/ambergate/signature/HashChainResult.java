package org.ambergate.signature;

import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;

/**
 * The document at the top of a hash tree, which the signature references or the time-stamp stamps.
 *
 * @param step the chain's first step
 * @param top the value that the step must have
 */
record HashChainResult(String step, Digest top) {
    static HashChainResult read(XmlElement root, ChainNames names) throws LocalFault {
        if (!Elements.is(root, XmlNames.HASH_CHAIN, "HashChainResult")) {
            throw SignatureFaults.malformedChain("The document is not a hash chain result");
        }
        Elements.allowAttributes(root, "URI");
        String uri = Elements.attribute(root, "URI");
        if (uri.startsWith("#") || HashChain.stepOf(uri, names).isEmpty()) {
            throw new LocalFault(
                    VerificationFault.INVALID_HASH_CHAIN_REF, "The hash chain result refers to another document");
        }
        List<XmlElement> children = Elements.children(root, XmlNames.DS, "DigestMethod", "DigestValue");
        return new HashChainResult(
                HashChain.stepOf(uri, names).get(), Elements.digest(children.get(0), children.get(1)));
    }
}
