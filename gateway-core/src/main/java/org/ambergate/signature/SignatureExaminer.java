package org.ambergate.signature;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.signature.SignatureExamination.Check;
import org.ambergate.signature.SignatureExamination.Flaw;
import org.ambergate.signature.SignatureExamination.Part;
import org.ambergate.signature.SignatureExamination.PartState;

/**
 * Goes through all checks of {@link MessageVerifier} and says about each whether it holds, for people who want to know
 * everything that is wrong. It mints no proof. Unlike there, parts may be missing whose digests the hash chain names.
 * Nothing is fetched. Safe for use by several threads.
 */
public final class SignatureExaminer {
    private static final SecureXml XML = new SecureXml();

    private final PathValidator paths;
    private final TrustBase trust;

    public SignatureExaminer(TrustBase trust) {
        this.trust = trust;
        this.paths = new PathValidator(trust);
    }

    /**
     * What is examined.
     *
     * @param signature the signature
     * @param batch hash chain result and chain, if they are there
     * @param head the bytes of {@code /message.xml}
     * @param contained digests of all parts that are there, by SHA-512, by their names in signatures; the head first
     */
    public record Subject(
            ReadSignature signature,
            Optional<SignatureParts.Batch> batch,
            byte[] head,
            Map<String, Digest> contained) {}

    /**
     * Examines a signature.
     *
     * @param claimedSigner who is said to have signed; if nobody knows, the checks that need it are left out
     * @param at the instant at which certificate and OCSP responses must hold
     */
    public SignatureExamination examine(Subject subject, Optional<MemberId> claimedSigner, Instant at) {
        Run run = new Run(subject);
        Map<String, Digest> named = run.coverage();
        run.core();
        if (claimedSigner.isPresent()) {
            run.signer(claimedSigner.get(), at);
        }
        return new SignatureExamination(run.flaws, run.parts(named));
    }

    private interface Step {
        void check() throws LocalFault;
    }

    private final class Run {
        private final Subject subject;
        private final SignatureDocument document;
        private final List<Flaw> flaws = new ArrayList<>();
        private Optional<SignerKey> key = Optional.empty();
        private boolean namesRead = true;

        Run(Subject subject) {
            this.subject = subject;
            this.document = subject.signature().document();
        }

        /** @return the digests that the signature names, by part */
        Map<String, Digest> coverage() {
            return subject.batch().isPresent() ? batchCoverage(subject.batch().get()) : plainCoverage();
        }

        private Map<String, Digest> plainCoverage() {
            Map<String, Digest> named = new LinkedHashMap<>();
            document.references().forEach(r -> named.put(r.uri(), comparable(r)));
            step(Check.COVERAGE, () -> {
                SignatureChecks.requireNoResult(document);
                ReceivedParts received = new ReceivedParts(digests(Map.of()), Optional.of(subject.head()));
                SignatureChecks.direct(document.references(), received);
            });
            return named;
        }

        /** A head digested by another algorithm than SHA-512 counts as named if it is the head. */
        private Digest comparable(SignedReference reference) {
            Digest digest = reference.digest();
            boolean head = reference.uri().equals(XmlNames.MESSAGE_URI)
                    && digest.algorithm().of(subject.head()).equals(digest);
            return head ? subject.contained().getOrDefault(XmlNames.MESSAGE_URI, digest) : digest;
        }

        private Map<String, Digest> batchCoverage(SignatureParts.Batch batch) {
            step(Check.COVERAGE, () -> SignatureChecks.requireResultAlone(document));
            for (SignedReference reference : document.references()) {
                if (reference.uri().equals(XmlNames.RESULT_URI)) {
                    step(Check.COVERAGE, () -> SignatureChecks.digest(reference, batch.hashChainResult()));
                }
            }
            Map<String, Digest> named = new LinkedHashMap<>();
            step(Check.COVERAGE, () -> {
                named.putAll(named(batch.hashChain()));
                HashChainResult result = SignatureChecks.result(XML, batch.hashChainResult());
                SignatureChecks.chain(XML, result, batch.hashChain(), digests(named));
            });
            return named;
        }

        private Map<String, Digest> named(byte[] chain) throws LocalFault {
            Map<String, Digest> named = new LinkedHashMap<>();
            try {
                HashChain.read(XML.parse(chain), ChainNames.MESSAGE)
                        .parts()
                        .forEach(p -> named.put(p.uri(), p.written()));
            } catch (LocalFault e) {
                namesRead = false;
                throw SignatureFaults.asChainFault(e).within(Stage.MALFORMED_SIGNATURE);
            }
            return named;
        }

        /** The parts that are there, and for those that are not the digests that were named. */
        private MessageDigests digests(Map<String, Digest> named) {
            Map<String, Digest> all = new LinkedHashMap<>(named);
            all.putAll(subject.contained());
            List<Digest> attachments = new ArrayList<>();
            Digest head = all.getOrDefault(
                    XmlNames.MESSAGE_URI, org.ambergate.digest.DigestAlgorithm.SHA512.of(subject.head()));
            for (String uri = attachment(1); all.containsKey(uri); uri = attachment(attachments.size() + 1)) {
                attachments.add(all.get(uri));
            }
            return new MessageDigests(head, attachments);
        }

        void core() {
            step(Check.CERTIFICATE, () -> key = Optional.of(SignerKey.of(document.certificate())));
            if (key.isPresent()) {
                SignerKey signer = key.get();
                step(Check.PROPERTIES, () -> SignatureChecks.properties(document, signer.certificate()));
                step(Check.VALUE, () -> SignatureChecks.value(document, signer));
            }
        }

        void signer(MemberId claimed, Instant at) {
            if (key.isEmpty()) {
                return;
            }
            X509Certificate certificate = key.get().certificate();
            step(Check.SIGNER, () -> {
                CertificationAuthority authority = SignatureChecks.authority(trust, certificate, claimed);
                SignatureChecks.name(certificate, authority, claimed);
                step(Check.PATH, () -> path(certificate, claimed, at));
            });
        }

        private void path(X509Certificate certificate, MemberId claimed, Instant at) throws LocalFault {
            try {
                paths.validate(claimed.instance(), List.of(certificate), document.ocspResponses(), at);
            } catch (LocalFault e) {
                throw e.within(Stage.INVALID_CERT_PATH);
            }
        }

        List<Part> parts(Map<String, Digest> named) {
            boolean holds = flaws.stream().noneMatch(f -> f.check().compareTo(Check.VALUE) <= 0);
            List<Part> parts = new ArrayList<>();
            subject.contained()
                    .forEach((uri, digest) -> parts.add(
                            new Part(uri, digest, state(Optional.ofNullable(named.get(uri)), digest, holds))));
            named.forEach((uri, digest) -> {
                boolean part = uri.equals(XmlNames.MESSAGE_URI) || uri.startsWith(XmlNames.ATTACHMENT_URI);
                if (part && !subject.contained().containsKey(uri)) {
                    parts.add(new Part(uri, digest, PartState.ABSENT));
                }
            });
            return parts;
        }

        private PartState state(Optional<Digest> signed, Digest actual, boolean holds) {
            if (signed.isEmpty()) {
                return namesRead ? PartState.UNCOVERED : PartState.UNPROVEN;
            }
            if (!signed.get().equals(actual)) {
                return PartState.CHANGED;
            }
            return holds ? PartState.COVERED : PartState.UNPROVEN;
        }

        private void step(Check check, Step step) {
            try {
                step.check();
            } catch (LocalFault e) {
                flaws.add(new Flaw(check, e.within(Stage.SIGNATURE_VERIFICATION)));
            }
        }
    }

    private static String attachment(int number) {
        return XmlNames.ATTACHMENT_URI + number;
    }
}
