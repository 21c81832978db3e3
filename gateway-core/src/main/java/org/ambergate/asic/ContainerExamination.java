package org.ambergate.asic;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.OcspStatement;
import org.ambergate.signature.ReadSignature;
import org.ambergate.signature.SignatureExamination;
import org.ambergate.signature.SignatureExamination.Part;
import org.ambergate.signature.SignatureExamination.PartState;
import org.ambergate.signature.SignatureExaminer;
import org.ambergate.signature.SignatureParts;
import org.ambergate.timestamp.TimestampVerifier;

/** One container's way through all checks. */
final class ContainerExamination {
    /** How far the clocks of a signer and a time-stamping authority may differ. */
    static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

    private static final Pattern ATTACHMENT = Pattern.compile(AsicContainer.ATTACHMENT + "([1-9][0-9]{0,3})");
    private static final Pattern SIGNATURES = Pattern.compile("(?i)META-INF/.*signatures.*\\.xml");
    private static final Digest NOTHING = DigestAlgorithm.SHA512.of(new byte[0]);
    private static final Set<String> OF_THE_FORMAT = Set.of(
            AsicContainer.MIME_TYPE_ENTRY,
            AsicContainer.MESSAGE,
            AsicContainer.SIGNATURES,
            AsicContainer.HASH_CHAIN_RESULT,
            AsicContainer.HASH_CHAIN,
            AsicContainer.TIMESTAMP_CHAIN_RESULT,
            AsicContainer.TIMESTAMP_CHAIN,
            AsicContainer.MANIFEST,
            AsicContainer.ASIC_MANIFEST,
            AsicContainer.TIMESTAMP);

    private final AsicContainer container;
    private final SignatureExaminer signatures;
    private final TimestampVerifier timestamps;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> unsigned = new ArrayList<>();
    private Optional<MessageNames> message = Optional.empty();
    private Optional<VerificationReport.Signer> signer = Optional.empty();
    private Optional<OcspStatement> ocsp = Optional.empty();
    private Optional<VerificationReport.Stamp> stamp = Optional.empty();
    private List<Part> parts = List.of();

    ContainerExamination(AsicContainer container, SignatureExaminer signatures, TimestampVerifier timestamps) {
        this.container = container;
        this.signatures = signatures;
        this.timestamps = timestamps;
    }

    VerificationReport report() {
        findings.addAll(container.mimeTypeFindings());
        readMessage();
        Optional<ReadSignature> signature = readSignature();
        signature.ifPresent(this::describe);
        if (container.content(AsicContainer.SIGNATURES).isPresent()) {
            stamp = new TimestampExamination(container, signature, timestamps, findings).stamp();
        }
        signature.ifPresent(this::examine);
        findings.addAll(ManifestCheck.findings(container));
        noteUnsigned();
        return new VerificationReport(findings, message, signer, ocsp, stamp, parts, unsigned);
    }

    private void readMessage() {
        Optional<byte[]> bytes = container.content(AsicContainer.MESSAGE);
        if (bytes.isEmpty()) {
            find(FindingCode.ASIC_MESSAGE_NOT_FOUND, AsicContainer.MESSAGE + " is missing");
            return;
        }
        try {
            message = Optional.of(MessageNames.of(bytes.get()));
        } catch (LocalFault e) {
            find(FindingCode.MESSAGE_UNREADABLE, e.text());
        } catch (MalformedIdentifierException e) {
            find(FindingCode.MESSAGE_UNREADABLE, "The message has a malformed identifier");
        }
    }

    private Optional<ReadSignature> readSignature() {
        List<String> files = container.entries().stream()
                .map(AsicEntry::name)
                .filter(name -> SIGNATURES.matcher(name).matches())
                .toList();
        if (files.size() > 1) {
            find(FindingCode.SEVERAL_SIGNATURES, "There are " + String.join(", ", files));
        }
        Optional<byte[]> xml = container.content(AsicContainer.SIGNATURES);
        if (xml.isEmpty()) {
            find(FindingCode.ASIC_SIGNATURE_NOT_FOUND, AsicContainer.SIGNATURES + " is missing");
            return Optional.empty();
        }
        try {
            return Optional.of(ReadSignature.of(xml.get()));
        } catch (LocalFault e) {
            findings.add(FaultFindings.of(e));
            return Optional.empty();
        }
    }

    private void describe(ReadSignature signature) {
        signer = Optional.of(new VerificationReport.Signer(certificate(signature), signature.signingTime()));
        try {
            ocsp = Optional.of(OcspStatement.read(signature.ocspResponses().get(0)));
        } catch (LocalFault e) {
            // Only a description; whether it counts is checked with the path, which will say so.
            ocsp = Optional.empty();
        }
    }

    private static Optional<X509Certificate> certificate(ReadSignature signature) {
        try {
            return Optional.of(Certificates.parse(signature.certificate()));
        } catch (LocalFault e) {
            // Reported by the check of the certificate.
            return Optional.empty();
        }
    }

    private void examine(ReadSignature signature) {
        Optional<byte[]> head = container.content(AsicContainer.MESSAGE);
        if (head.isEmpty()) {
            return;
        }
        Instant at = stamp.map(VerificationReport.Stamp::genTime).orElse(signature.signingTime());
        Map<String, Digest> contained = contained(head.get());
        Optional<SignatureParts.Batch> batch = batch();
        SignatureExamination examination = examine(signature, batch, head.get(), contained, at);
        if (emptyBodies(examination, contained)) {
            // X-Road does not keep empty bodies; their content is known all the same.
            examination = examine(signature, batch, head.get(), contained, at);
        }
        Optional<X509Certificate> certificate = certificate(signature);
        for (SignatureExamination.Flaw flaw : examination.flaws()) {
            findings.add(FaultFindings.of(flaw, certificate, ocsp, signature.signingTime(), at));
        }
        parts = examination.parts();
        parts.stream().filter(p -> p.state() == PartState.ABSENT).forEach(this::noteAbsent);
        parts.stream()
                .filter(p -> p.state() == PartState.UNCOVERED)
                .forEach(p -> find(FindingCode.PART_NOT_COVERED, p.name()));
        if (stamp.isPresent() && at.plus(CLOCK_SKEW_MAX).isBefore(signature.signingTime())) {
            find(FindingCode.TIMESTAMP_BEFORE_SIGNATURE, "Signed at " + signature.signingTime() + ", stamped at " + at);
        }
    }

    private SignatureExamination examine(
            ReadSignature signature,
            Optional<SignatureParts.Batch> batch,
            byte[] head,
            Map<String, Digest> contained,
            Instant at) {
        SignatureExaminer.Subject subject = new SignatureExaminer.Subject(signature, batch, head, contained);
        return signatures.examine(subject, message.map(MessageNames::signer), at);
    }

    private boolean emptyBodies(SignatureExamination examination, Map<String, Digest> contained) {
        boolean added = false;
        for (Part part : examination.parts()) {
            if (part.state() == PartState.ABSENT && part.digest().equals(NOTHING)) {
                contained.put(part.name(), NOTHING);
                added = true;
            }
        }
        return added;
    }

    private void noteAbsent(Part part) {
        boolean soap = message.isPresent() && message.get().protocol() == MessageNames.Protocol.SOAP;
        find(
                soap ? FindingCode.ATTACHMENT_NOT_CONTAINED : FindingCode.BODY_NOT_CONTAINED,
                part.name() + " with SHA-512 " + part.digest().hex());
    }

    /** The parts that are there, by their names in signatures, the head first and attachments by their numbers. */
    private Map<String, Digest> contained(byte[] head) {
        Map<Integer, byte[]> attachments = new TreeMap<>();
        for (AsicEntry entry : container.entries()) {
            var matcher = ATTACHMENT.matcher(entry.name());
            if (matcher.matches()) {
                attachments.put(Integer.parseInt(matcher.group(1)), entry.content());
            }
        }
        Map<String, Digest> contained = new LinkedHashMap<>();
        contained.put("/" + AsicContainer.MESSAGE, DigestAlgorithm.SHA512.of(head));
        attachments.forEach((number, content) ->
                contained.put("/" + AsicContainer.ATTACHMENT + number, DigestAlgorithm.SHA512.of(content)));
        return contained;
    }

    private Optional<SignatureParts.Batch> batch() {
        Optional<byte[]> result = container.content(AsicContainer.HASH_CHAIN_RESULT);
        Optional<byte[]> chain = container.content(AsicContainer.HASH_CHAIN);
        if (result.isPresent() && chain.isEmpty()) {
            find(FindingCode.ASIC_HASH_CHAIN_NOT_FOUND, AsicContainer.HASH_CHAIN + " is missing");
        }
        if (chain.isPresent() && result.isEmpty()) {
            find(FindingCode.ASIC_HASH_CHAIN_RESULT_NOT_FOUND, AsicContainer.HASH_CHAIN_RESULT + " is missing");
        }
        return result.isPresent() && chain.isPresent()
                ? Optional.of(new SignatureParts.Batch(result.get(), chain.get()))
                : Optional.empty();
    }

    private void noteUnsigned() {
        for (AsicEntry entry : container.entries()) {
            boolean known = OF_THE_FORMAT.contains(entry.name());
            boolean part = ATTACHMENT.matcher(entry.name()).matches();
            if (!known && !part) {
                unsigned.add(entry.name());
                find(FindingCode.UNSIGNED_ENTRY, entry.name());
            }
        }
    }

    private void find(FindingCode code, String detail) {
        findings.add(new Finding(code, detail));
    }
}
