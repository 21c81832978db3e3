package org.ambergate.signature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.signature.HashChain.Child;
import org.ambergate.signature.HashChain.DataRef;
import org.ambergate.signature.HashChain.HashValue;
import org.ambergate.signature.HashChain.StepRef;

/**
 * Decides whether a hash chain leads from all parts of a message to its result (evidence specification, section 3.4).
 *
 * <p>Stricter than the protocol asks, because a step's value binds digests but no names: the chain must be a line of
 * steps whose last one names all parts in order, and nothing besides when there are several. Otherwise the head of one
 * message of a batch could be passed off with the body of another.
 */
final class HashChainVerifier {
    private final HashChain chain;
    private final ChainNames names;
    private final List<Digest> parts;
    private final List<Link> links = new ArrayList<>();

    /** A step on the way down, and the algorithm by which the step above wants its value. */
    private record Link(List<Child> children, DigestAlgorithm algorithm) {}

    private HashChainVerifier(HashChain chain, ChainNames names, MessageDigests received) {
        this.chain = chain;
        this.names = names;
        this.parts = new ArrayList<>();
        this.parts.add(received.message());
        this.parts.addAll(received.attachments());
    }

    /** @throws LocalFault one of the hash chain faults, or {@code invalid_reference} */
    static void verify(HashChainResult result, HashChain chain, ChainNames names, MessageDigests received)
            throws LocalFault {
        HashChainVerifier verifier = new HashChainVerifier(chain, names, received);
        verifier.walkDown(result);
        verifier.checkParts();
        if (!verifier.valueOfTop().equals(result.top())) {
            throw new LocalFault(
                    VerificationFault.INVALID_HASH_CHAIN, "The hash chain does not lead to the signed result");
        }
    }

    private void walkDown(HashChainResult result) throws LocalFault {
        Set<String> visited = new HashSet<>();
        String step = result.step();
        DigestAlgorithm algorithm = result.top().algorithm();
        while (true) {
            if (!visited.add(step)) {
                throw SignatureFaults.malformedChain("The hash chain runs in a circle");
            }
            List<Child> children = chain.steps().get(step);
            if (children == null) {
                throw new LocalFault(
                        VerificationFault.INVALID_HASH_CHAIN_REF, "The hash chain refers to a step that is not there");
            }
            links.add(new Link(children, algorithm));
            List<StepRef> down = only(children, StepRef.class);
            if (down.isEmpty()) {
                break;
            }
            if (down.size() > 1 || !only(children, DataRef.class).isEmpty()) {
                throw SignatureFaults.malformedChain("A step of the hash chain leads to parts in several ways");
            }
            step = down.get(0).step();
            algorithm = down.get(0).algorithm();
        }
        if (visited.size() != chain.steps().size()) {
            throw SignatureFaults.malformedChain("The hash chain has steps that lead nowhere");
        }
    }

    private void checkParts() throws LocalFault {
        List<Child> last = links.get(links.size() - 1).children();
        List<DataRef> named = only(last, DataRef.class);
        for (int i = 0; i < named.size(); i++) {
            checkPart(i, named.get(i));
        }
        if (named.size() < parts.size()) {
            throw new LocalFault(
                    VerificationFault.HASHCHAIN_UNUSED_INPUTS,
                    "The hash chain does not cover all parts of the message");
        }
        if (parts.size() > 1 && last.size() > parts.size()) {
            throw SignatureFaults.malformedChain("The hash chain mixes parts of a message with other values");
        }
    }

    private void checkPart(int index, DataRef named) throws LocalFault {
        if (index >= parts.size() || !named.uri().equals(names.part(index))) {
            throw new LocalFault(
                    VerificationFault.INVALID_REFERENCE, "The hash chain names a part that did not come in its place");
        }
        Digest received = parts.get(index);
        if (named.written().algorithm() != received.algorithm()) {
            throw new LocalFault(
                    VerificationFault.INVALID_REFERENCE, "The hash chain digests a part by another algorithm");
        }
        if (!named.written().equals(received)) {
            throw new LocalFault(
                    VerificationFault.INVALID_HASH_CHAIN, "The hash chain holds another digest of a part than it has");
        }
    }

    private Digest valueOfTop() {
        Digest below = parts.get(0);
        for (int i = links.size() - 1; i >= 0; i--) {
            List<Digest> digests = new ArrayList<>();
            for (Child child : links.get(i).children()) {
                if (child instanceof HashValue value) {
                    digests.add(value.digest());
                } else if (child instanceof DataRef part) {
                    digests.add(part.written());
                } else {
                    digests.add(below);
                }
            }
            below = StepValue.of(links.get(i).algorithm(), digests);
        }
        return below;
    }

    private static <T extends Child> List<T> only(List<Child> children, Class<T> kind) {
        return children.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
