package org.ambergate.signature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;

/**
 * A hash chain, read strictly but not believed (evidence specification, section 3.1).
 *
 * @param steps the steps by identifier
 */
record HashChain(Map<String, List<Child>> steps) {
    /** Most steps read. A batch of n messages needs 1 + log2 n. */
    static final int STEPS_MAX = 40;
    /** Most children of all steps together: attachments, and a sibling for each step. */
    static final int CHILDREN_MAX = 256;

    /** One child of a step. */
    sealed interface Child {}

    /** The value of a subtree that belongs to other messages. */
    record HashValue(Digest digest) implements Child {}

    /** The value of another step, by this algorithm. */
    record StepRef(String step, DigestAlgorithm algorithm) implements Child {}

    /** A part of the message; the digest written is only compared. */
    record DataRef(String uri, Digest written) implements Child {}

    /** @throws LocalFault {@code malformed_hash_chain}, {@code invalid_hash_chain_ref} or {@code unsupported_algorithm} */
    static HashChain read(XmlElement root, ChainNames names) throws LocalFault {
        if (!Elements.is(root, XmlNames.HASH_CHAIN, "HashChain")) {
            throw SignatureFaults.malformedChain("The document is not a hash chain");
        }
        Elements.allowAttributes(root);
        List<XmlElement> children = Elements.children(root);
        boolean sized = children.size() >= 2 && children.size() <= 1 + STEPS_MAX;
        if (!sized || !Elements.is(children.get(0), XmlNames.HASH_CHAIN, "DefaultDigestMethod")) {
            throw SignatureFaults.malformedChain(
                    "The hash chain does not have a method and 1 to " + STEPS_MAX + " steps");
        }
        DigestAlgorithm standard = Elements.digestAlgorithm(children.get(0));
        Map<String, List<Child>> steps = new HashMap<>();
        int total = 0;
        for (XmlElement step : children.subList(1, children.size())) {
            if (!Elements.is(step, XmlNames.HASH_CHAIN, "HashStep")) {
                throw SignatureFaults.malformedChain("The hash chain holds something that is not a step");
            }
            Elements.allowAttributes(step, "id");
            List<Child> read = step(step, standard, names);
            total += read.size();
            if (total > CHILDREN_MAX) {
                throw SignatureFaults.malformedChain("The hash chain has more than " + CHILDREN_MAX + " values");
            }
            steps.put(Elements.attribute(step, "id"), read);
        }
        return new HashChain(Map.copyOf(steps));
    }

    /** The parts that the chain names, in no order. */
    List<DataRef> parts() {
        return steps.values().stream()
                .flatMap(List::stream)
                .filter(DataRef.class::isInstance)
                .map(DataRef.class::cast)
                .toList();
    }

    /**
     * The step that a reference from a hash chain result or a step names.
     *
     * @param uri {@code #id}, or the chain's file and {@code #id}
     */
    static Optional<String> stepOf(String uri, ChainNames names) {
        String prefix = uri.startsWith("#") ? "#" : names.chain() + "#";
        return uri.startsWith(prefix) && uri.length() > prefix.length()
                ? Optional.of(uri.substring(prefix.length()))
                : Optional.empty();
    }

    private static List<Child> step(XmlElement step, DigestAlgorithm standard, ChainNames names) throws LocalFault {
        List<Child> children = new ArrayList<>();
        for (XmlElement child : Elements.children(step)) {
            if (!XmlNames.HASH_CHAIN.equals(child.namespace())) {
                throw SignatureFaults.malformedChain("A step of the hash chain holds something unknown");
            }
            children.add(
                    switch (child.localName()) {
                        case "HashValue" -> hashValue(child, standard);
                        case "StepRef" -> stepRef(child, standard, names);
                        case "DataRef" -> dataRef(child, standard);
                        default ->
                            throw SignatureFaults.malformedChain("A step of the hash chain holds something unknown");
                    });
        }
        if (children.isEmpty()) {
            throw SignatureFaults.malformedChain("A step of the hash chain is empty");
        }
        return List.copyOf(children);
    }

    private static Child hashValue(XmlElement element, DigestAlgorithm standard) throws LocalFault {
        Elements.allowAttributes(element);
        return new HashValue(digest(element, standard));
    }

    private static Child dataRef(XmlElement element, DigestAlgorithm standard) throws LocalFault {
        Elements.allowAttributes(element, "URI");
        return new DataRef(Elements.attribute(element, "URI"), digest(element, standard));
    }

    private static Child stepRef(XmlElement element, DigestAlgorithm standard, ChainNames names) throws LocalFault {
        Elements.allowAttributes(element, "URI");
        Optional<String> target = stepOf(Elements.attribute(element, "URI"), names);
        if (target.isEmpty()) {
            throw new LocalFault(
                    VerificationFault.INVALID_HASH_CHAIN_REF, "A step of the hash chain refers to another document");
        }
        List<XmlElement> children = Elements.children(element);
        if (children.isEmpty()) {
            return new StepRef(target.get(), standard);
        }
        XmlElement method = Elements.onlyChild(element, XmlNames.DS, "DigestMethod");
        return new StepRef(target.get(), Elements.digestAlgorithm(method));
    }

    /** An own method or none, then the value; transforms are refused by not being here. */
    private static Digest digest(XmlElement element, DigestAlgorithm standard) throws LocalFault {
        List<XmlElement> children = Elements.children(element);
        boolean own = children.size() == 2 && Elements.is(children.get(0), XmlNames.DS, "DigestMethod");
        XmlElement last = children.isEmpty() ? element : children.get(children.size() - 1);
        if (children.size() != (own ? 2 : 1) || !Elements.is(last, XmlNames.DS, "DigestValue")) {
            throw SignatureFaults.malformedChain("A value of the hash chain does not have its form");
        }
        return Elements.digest(own ? Elements.digestAlgorithm(children.get(0)) : standard, last);
    }
}
