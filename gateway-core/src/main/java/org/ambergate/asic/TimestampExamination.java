package org.ambergate.asic;

import java.util.List;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.signature.ReadSignature;
import org.ambergate.signature.TimestampChain;
import org.ambergate.timestamp.TimestampToken;
import org.ambergate.timestamp.TimestampVerifier;
import org.ambergate.timestamp.VerifiedTimestamp;

/**
 * Looks for the time-stamp of a container's signature and checks it: a token over the result of a hash chain that leads
 * to the signature file, or one inside the signature over its value (evidence specification, sections 6 and 8).
 */
final class TimestampExamination {
    private final AsicContainer container;
    private final Optional<ReadSignature> signature;
    private final TimestampVerifier verifier;
    private final List<Finding> findings;

    /**
     * @param signature empty if the signature file cannot be read; its bytes may have been stamped all the same
     */
    TimestampExamination(
            AsicContainer container,
            Optional<ReadSignature> signature,
            TimestampVerifier verifier,
            List<Finding> findings) {
        this.container = container;
        this.signature = signature;
        this.verifier = verifier;
        this.findings = findings;
    }

    /** The time-stamp, if it holds; otherwise there is a finding that says why not. */
    Optional<VerificationReport.Stamp> stamp() {
        Optional<byte[]> single = single();
        Optional<byte[]> result = container.content(AsicContainer.TIMESTAMP_CHAIN_RESULT);
        Optional<byte[]> chain = container.content(AsicContainer.TIMESTAMP_CHAIN);
        Optional<byte[]> token = container.content(AsicContainer.TIMESTAMP);
        boolean batch = result.isPresent() || chain.isPresent() || token.isPresent();
        if (batch && single.isPresent()) {
            find(FindingCode.AMBIGUOUS_TIMESTAMP, "There is a token in the signature and one beside it");
        }
        if (batch) {
            return complete(result, chain, token)
                    ? batch(result.orElseThrow(), chain.orElseThrow(), token.orElseThrow())
                    : Optional.empty();
        }
        if (single.isEmpty() || signature.isEmpty()) {
            find(FindingCode.ASIC_TIMESTAMP_NOT_FOUND, "There is neither a token in the signature nor one beside it");
            return Optional.empty();
        }
        return verify(single.get(), signature.get().signatureValue(), false);
    }

    private Optional<byte[]> single() {
        try {
            return signature.isPresent() ? signature.get().timestampToken() : Optional.empty();
        } catch (LocalFault e) {
            findings.add(FaultFindings.of(e));
            return Optional.empty();
        }
    }

    private boolean complete(Optional<byte[]> result, Optional<byte[]> chain, Optional<byte[]> token) {
        if (result.isEmpty()) {
            find(FindingCode.ASIC_HASH_CHAIN_RESULT_NOT_FOUND, AsicContainer.TIMESTAMP_CHAIN_RESULT + " is missing");
        }
        if (chain.isEmpty()) {
            find(FindingCode.ASIC_HASH_CHAIN_NOT_FOUND, AsicContainer.TIMESTAMP_CHAIN + " is missing");
        }
        if (token.isEmpty()) {
            find(FindingCode.ASIC_TIMESTAMP_NOT_FOUND, AsicContainer.TIMESTAMP + " is missing");
        }
        return result.isPresent() && chain.isPresent() && token.isPresent();
    }

    private Optional<VerificationReport.Stamp> batch(byte[] result, byte[] chain, byte[] token) {
        boolean covered = true;
        try {
            TimestampChain.verify(
                    result, chain, container.content(AsicContainer.SIGNATURES).orElseThrow());
        } catch (LocalFault e) {
            covered = false;
            findings.add(chainFinding(e));
        }
        Optional<VerificationReport.Stamp> stamp = verify(token, result, true);
        return covered ? stamp : Optional.empty();
    }

    /** A chain that leads to something else stamps something else. */
    private static Finding chainFinding(LocalFault fault) {
        Finding finding = FaultFindings.of(fault);
        FindingCode code = finding.code() == FindingCode.INVALID_REFERENCE
                ? FindingCode.TIMESTAMP_IMPRINT_MISMATCH
                : finding.code();
        return new Finding(code, "The time-stamp's hash chain: " + finding.detail());
    }

    private Optional<VerificationReport.Stamp> verify(byte[] der, byte[] stamped, boolean batch) {
        try {
            VerifiedTimestamp verified = verifier.verify(TimestampToken.parse(der), stamped);
            return Optional.of(new VerificationReport.Stamp(verified.genTime(), verified.authority(), batch));
        } catch (LocalFault e) {
            findings.add(FaultFindings.of(e));
            return Optional.empty();
        }
    }

    private void find(FindingCode code, String detail) {
        findings.add(new Finding(code, detail));
    }
}
