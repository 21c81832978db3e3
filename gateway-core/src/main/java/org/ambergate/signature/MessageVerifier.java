package org.ambergate.signature;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
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
        return verify(new ReceivedParts(received, Optional.empty()), parts, claimedSigner, at);
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
            throw SignatureFaults.wrongValue("The head is not the one that was digested")
                    .within(Stage.SIGNATURE_VERIFICATION);
        }
        return verify(new ReceivedParts(received, Optional.of(head)), parts, claimedSigner, at);
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

    private VerifiedMessage verify(ReceivedParts received, SignatureParts parts, MemberId claimedSigner, Instant at)
            throws LocalFault {
        try {
            return parts.batch().isPresent()
                    ? verifyBatch(received, parts, parts.batch().get(), claimedSigner, at)
                    : verifyPlain(received, parts, claimedSigner, at);
        } catch (LocalFault e) {
            throw e.within(Stage.SIGNATURE_VERIFICATION);
        }
    }

    private VerifiedMessage verifyPlain(
            ReceivedParts received, SignatureParts parts, MemberId claimedSigner, Instant at) throws LocalFault {
        SignatureDocument signature = SignatureReader.read(xml.parse(parts.signature()));
        SignatureChecks.requireNoResult(signature);
        SignatureChecks.direct(signature.references(), received);
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
            ReceivedParts received,
            SignatureParts parts,
            SignatureParts.Batch batch,
            MemberId claimedSigner,
            Instant at)
            throws LocalFault {
        Digest question = question(parts.signature(), batch.hashChainResult(), claimedSigner);
        Optional<HeldBatch> known = batches.find(question).filter(b -> b.covers(at));
        HeldBatch held = known.isPresent() ? known.get() : verifyOnce(question, parts, batch, claimedSigner, at);
        SignatureChecks.chain(xml, held.result(), batch.hashChain(), received.digests());
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
        SignatureChecks.requireResultAlone(signature);
        SignatureChecks.digest(signature.references().get(0), batch.hashChainResult());
        HashChainResult result = SignatureChecks.result(xml, batch.hashChainResult());
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

    /** Who signed, and that the signature value vouches for what was read. */
    private SignerKey checkSignature(SignatureDocument signature, MemberId claimedSigner) throws LocalFault {
        SignerKey signer = signer(signature);
        CertificationAuthority authority = SignatureChecks.authority(trust, signer.certificate(), claimedSigner);
        SignatureChecks.name(signer.certificate(), authority, claimedSigner);
        SignatureChecks.properties(signature, signer.certificate());
        SignatureChecks.value(signature, signer);
        return signer;
    }

    private SignerKey signer(SignatureDocument signature) throws LocalFault {
        Optional<SignerKey> remembered = signers.find(DigestAlgorithm.SHA256.of(signature.certificate()));
        return remembered.isPresent() ? remembered.get() : SignerKey.of(signature.certificate());
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
}
