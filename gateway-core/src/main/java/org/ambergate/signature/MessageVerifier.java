package org.ambergate.signature;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.BoundedCache;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.pki.ValidatedPath;

/**
 * Verifies received messages: the only minter of {@link VerifiedMessage} (evidence specification, section 4). Nothing is
 * fetched; all that counts came with the message or is in the trust base. Safe for use by several threads.
 */
public final class MessageVerifier {
    private static final int SIGNERS_REMEMBERED_MAX = 4096;
    // The messages of a batch arrive close together; each signer has a few batches under way.
    private static final int BATCHES_REMEMBERED_MAX = 1024;
    private static final int TURNS = 256;

    private final PathValidator paths;
    private final TrustBase trust;
    private final SecureXml xml = new SecureXml();
    // Keyed by the certificate's DER; filled only by signers whose path held, so rubbish cannot push them out.
    private final BoundedCache<SignerKey> signers = new BoundedCache<>(SIGNERS_REMEMBERED_MAX);
    // Keyed by all that was verified; filled only by signatures that held.
    private final BoundedCache<HeldBatch> batches = new BoundedCache<>(BATCHES_REMEMBERED_MAX);

    // One for each batch under verification, as far as their number goes: those that share one only wait a moment.
    private final Lock[] turns = new Lock[TURNS];

    public MessageVerifier(PathValidator paths, TrustBase trust) {
        this.paths = paths;
        this.trust = trust;
        Arrays.setAll(turns, i -> new ReentrantLock());
    }

    /**
     * Verifies that the claimed signer signed every part received, and nothing was left out of the check: each part is
     * referenced directly or through the hash chain, and so are the signed properties, which name the certificate used.
     *
     * @param received digests of the parts as they came, by SHA-512
     * @param parts signature and hash chain as they came
     * @param claimedSigner who is said to have signed
     * @param at the instant at which certificate and OCSP responses must hold
     * @throws LocalFault a fault within the stage {@code signature_verification}; faults of hash chains also within
     *     {@code malformed_signature}, faults of certificate paths also within {@code invalid_cert_path}
     */
    public VerifiedMessage verify(MessageDigests received, SignatureParts parts, MemberId claimedSigner, Instant at)
            throws LocalFault {
        return verify(new Received(received, Optional.empty()), parts, claimedSigner, at);
    }

    /**
     * As above, for callers that still hold the head's bytes. A signer set to another algorithm than SHA-512 digests the
     * head of a one-part message by it (evidence specification, section 2.4), which takes the bytes to check.
     *
     * @param head the head's bytes, of which {@code received} holds the digest
     */
    public VerifiedMessage verify(
            MessageDigests received, byte[] head, SignatureParts parts, MemberId claimedSigner, Instant at)
            throws LocalFault {
        if (!received.message().algorithm().of(head).equals(received.message())) {
            throw wrongValue("The head is not the one that was digested").within(Stage.SIGNATURE_VERIFICATION);
        }
        return verify(new Received(received, Optional.of(head)), parts, claimedSigner, at);
    }

    /** What came: digests of all parts, and the head itself if the caller has it. */
    private record Received(MessageDigests digests, Optional<byte[]> head) {
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
            throw new LocalFault(
                    VerificationFault.INVALID_REFERENCE, "The signature digests a part by another algorithm");
        }
    }

    /**
     * A signature over a hash chain result that was found valid: for the other messages of its batch only their own
     * chains are left to check.
     *
     * @param path what vouches for its certificate, and when
     */
    private record HeldBatch(HashChainResult result, X509Certificate signer, Instant signingTime, ValidatedPath path) {
        boolean covers(Instant at) {
            return path.covers(at);
        }
    }

    private VerifiedMessage verify(Received received, SignatureParts parts, MemberId claimedSigner, Instant at)
            throws LocalFault {
        try {
            return parts.batch().isPresent()
                    ? verifyBatch(received, parts, parts.batch().get(), claimedSigner, at)
                    : verifyPlain(received, parts, claimedSigner, at);
        } catch (LocalFault e) {
            throw e.within(Stage.SIGNATURE_VERIFICATION);
        }
    }

    private VerifiedMessage verifyPlain(Received received, SignatureParts parts, MemberId claimedSigner, Instant at)
            throws LocalFault {
        SignatureDocument signature = SignatureReader.read(xml.parse(parts.signature()));
        if (refersToResult(signature)) {
            requireResultAlone(signature);
            throw new LocalFault(
                    VerificationFault.INVALID_REFERENCE, "The signature refers to a hash chain that did not come");
        }
        checkDirect(signature.references(), received);
        SignerKey signer = checkSignature(signature, claimedSigner);
        ValidatedPath unused = checkPath(signature, signer, claimedSigner, at);
        return new VerifiedMessage(
                received.digests(),
                parts,
                claimedSigner,
                signer.certificate(),
                signature.properties().signingTime());
    }

    private VerifiedMessage verifyBatch(
            Received received, SignatureParts parts, SignatureParts.Batch batch, MemberId claimedSigner, Instant at)
            throws LocalFault {
        Digest question = question(parts.signature(), batch.hashChainResult(), claimedSigner);
        Optional<HeldBatch> known = batches.find(question).filter(b -> b.covers(at));
        HeldBatch held = known.isPresent() ? known.get() : verifyOnce(question, parts, batch, claimedSigner, at);
        checkChain(held.result(), batch.hashChain(), received.digests());
        return new VerifiedMessage(received.digests(), parts, claimedSigner, held.signer(), held.signingTime());
    }

    /** The messages of a batch come nearly at once: one of them is to verify the signature, not each of the first few. */
    private HeldBatch verifyOnce(
            Digest question, SignatureParts parts, SignatureParts.Batch batch, MemberId claimedSigner, Instant at)
            throws LocalFault {
        Lock turn = turns[Math.floorMod(question.hashCode(), turns.length)];
        turn.lock();
        try {
            Optional<HeldBatch> meanwhile = batches.find(question).filter(b -> b.covers(at));
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            HeldBatch held = verifyBatchSignature(parts, batch, claimedSigner, at);
            batches.put(question, held);
            return held;
        } finally {
            turn.unlock();
        }
    }

    private HeldBatch verifyBatchSignature(
            SignatureParts parts, SignatureParts.Batch batch, MemberId claimedSigner, Instant at) throws LocalFault {
        SignatureDocument signature = SignatureReader.read(xml.parse(parts.signature()));
        requireResultAlone(signature);
        checkDigest(signature.references().get(0), batch.hashChainResult());
        HashChainResult result = result(batch.hashChainResult());
        SignerKey signer = checkSignature(signature, claimedSigner);
        ValidatedPath path = checkPath(signature, signer, claimedSigner, at);
        return new HeldBatch(
                result, signer.certificate(), signature.properties().signingTime(), path);
    }

    /** All that the verdict on a batch's signature depends on, save the time. */
    private static Digest question(byte[] signature, byte[] result, MemberId claimedSigner) {
        byte[] signer = claimedSigner.toString().getBytes(StandardCharsets.UTF_8);
        return DigestAlgorithm.SHA256.ofPieces(List.of(signature, result, signer));
    }

    private static boolean refersToResult(SignatureDocument signature) {
        return signature.references().stream().anyMatch(r -> r.uri().equals(XmlNames.RESULT_URI));
    }

    private static void requireResultAlone(SignatureDocument signature) throws LocalFault {
        if (!refersToResult(signature)) {
            throw SignatureFaults.malformed("A hash chain came that the signature does not cover");
        }
        if (signature.references().size() != 1) {
            throw SignatureFaults.malformed("The signature covers parts beside its hash chain");
        }
    }

    /** Who signed, and that the signature value vouches for what was read. */
    private SignerKey checkSignature(SignatureDocument signature, MemberId claimedSigner) throws LocalFault {
        SignerKey signer = signer(signature);
        CertificationAuthority authority = authority(signer, claimedSigner);
        checkName(signer, authority, claimedSigner);
        checkCore(signature, signer);
        return signer;
    }

    private HashChainResult result(byte[] document) throws LocalFault {
        try {
            return HashChainResult.read(xml.parse(document), ChainNames.MESSAGE);
        } catch (LocalFault e) {
            throw SignatureFaults.asChainFault(e).within(Stage.MALFORMED_SIGNATURE);
        }
    }

    private void checkChain(HashChainResult result, byte[] document, MessageDigests received) throws LocalFault {
        try {
            HashChainVerifier.verify(
                    result, HashChain.read(xml.parse(document), ChainNames.MESSAGE), ChainNames.MESSAGE, received);
        } catch (LocalFault e) {
            throw SignatureFaults.asChainFault(e).within(Stage.MALFORMED_SIGNATURE);
        }
    }

    /** Each part is referenced by its name, and nothing else is. */
    private static void checkDirect(List<SignedReference> references, Received received) throws LocalFault {
        int parts = received.parts().size();
        for (SignedReference reference : references) {
            int index = partIndex(reference.uri(), parts);
            Digest part = received.part(index, reference.digest().algorithm());
            if (!reference.digest().equals(part)) {
                throw wrongValue("The signature holds another digest of a part than it has");
            }
        }
        // References are distinct, so as many as parts means all of them.
        if (references.size() != parts) {
            throw SignatureFaults.malformed("The signature does not cover all parts of the message");
        }
    }

    private static int partIndex(String uri, int parts) throws LocalFault {
        for (int i = 0; i < parts; i++) {
            if (uri.equals(i == 0 ? XmlNames.MESSAGE_URI : XmlNames.ATTACHMENT_URI + i)) {
                return i;
            }
        }
        throw new LocalFault(
                VerificationFault.INVALID_REFERENCE, "The signature refers to something that did not come");
    }

    private SignerKey signer(SignatureDocument signature) throws LocalFault {
        Optional<SignerKey> remembered = signers.find(DigestAlgorithm.SHA256.of(signature.certificate()));
        return remembered.isPresent() ? remembered.get() : SignerKey.of(signature.certificate());
    }

    private CertificationAuthority authority(SignerKey signer, MemberId claimedSigner) throws LocalFault {
        return trust.of(claimedSigner.instance())
                .flatMap(a -> a.issuerOf(signer.certificate()))
                .filter(a -> !a.authenticationOnly())
                .orElseThrow(() -> new LocalFault(
                                GeneralFault.INTERNAL_ERROR,
                                "The signing certificate was not issued by an authority approved for signing")
                        .within(Stage.CANNOT_CREATE_CERT_PATH)
                        .within(Stage.INVALID_CERT_PATH));
    }

    private static void checkName(SignerKey signer, CertificationAuthority authority, MemberId claimedSigner)
            throws LocalFault {
        MemberId named = authority.profile().memberOf(signer.certificate(), claimedSigner.instance());
        if (!named.equals(claimedSigner)) {
            throw new LocalFault(
                    VerificationFault.INCORRECT_CERTIFICATE,
                    "The signing certificate names another member than " + claimedSigner);
        }
    }

    /** All that the signature value vouches for: the properties by their digest, the references by its own form. */
    private static void checkCore(SignatureDocument signature, SignerKey signer) throws LocalFault {
        SignedProperties properties = signature.properties();
        properties.requireNames(signer.certificate());
        SignedReference reference = signature.propertiesReference();
        checkDigest(
                reference, reference.transform().orElse(CanonicalForm.INCLUSIVE).of(properties.element()));
        if (!signature.method().fits(signer.certificate().getPublicKey())) {
            throw SignatureFaults.malformed("The signature method does not fit the certificate's key");
        }
        byte[] signedInfo = signature.form().of(signature.signedInfo());
        boolean valid = signature
                .method()
                .verifies(signer.certificate().getPublicKey(), signer.usable(), signedInfo, signature.signatureValue());
        if (!valid) {
            throw wrongValue("The signature value is wrong");
        }
    }

    private ValidatedPath checkPath(SignatureDocument signature, SignerKey signer, MemberId claimedSigner, Instant at)
            throws LocalFault {
        ValidatedPath path;
        try {
            // The anchor is the direct issuer, so the path is the signing certificate alone.
            path = paths.validate(
                    claimedSigner.instance(), List.of(signer.certificate()), signature.ocspResponses(), at);
        } catch (LocalFault e) {
            throw e.within(Stage.INVALID_CERT_PATH);
        }
        signers.put(DigestAlgorithm.SHA256.of(signature.certificate()), signer);
        return path;
    }

    private static void checkDigest(SignedReference reference, byte[] content) throws LocalFault {
        if (!reference.digest().algorithm().of(content).equals(reference.digest())) {
            throw wrongValue("A digest in the signature does not match what it refers to");
        }
    }

    private static LocalFault wrongValue(String text) {
        return new LocalFault(VerificationFault.INVALID_SIGNATURE_VALUE, text);
    }
}
