package org.ambergate.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.message.MessageDigests;

/** What came: digests of all parts, and the head itself if the caller has it. */
record ReceivedParts(MessageDigests digests, Optional<byte[]> head) {
    List<Digest> parts() {
        List<Digest> parts = new ArrayList<>();
        parts.add(digests.message());
        parts.addAll(digests.attachments());
        return parts;
    }

    /** A part's digest by the algorithm that the signature uses for it. */
    Digest part(int index, DigestAlgorithm algorithm) throws LocalFault {
        Digest part = parts().get(index);
        if (part.algorithm() == algorithm) {
            return part;
        }
        if (index == 0 && head.isPresent()) {
            return algorithm.of(head.get());
        }
        throw new LocalFault(VerificationFault.INVALID_REFERENCE, "The signature digests a part by another algorithm");
    }
}
