package org.ambergate.asic;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.pki.OcspStatement;
import org.ambergate.signature.SignatureExamination.Part;

/**
 * All that was found out about a container. Names in it were chosen by other people. What cannot be read is empty.
 *
 * @param findings everything that is wrong or worth noting, in the order in which it was found
 * @param message who called whom
 * @param signer who signed, and when it says it did
 * @param ocsp what the first OCSP response in the signature says
 * @param timestamp a time-stamp that holds; its time is the proven one
 * @param parts the parts of the message, and whether they are covered
 * @param unsignedEntries names of entries that prove nothing
 */
public record VerificationReport(
        List<Finding> findings,
        Optional<MessageNames> message,
        Optional<Signer> signer,
        Optional<OcspStatement> ocsp,
        Optional<Stamp> timestamp,
        List<Part> parts,
        List<String> unsignedEntries) {
    public VerificationReport {
        findings = List.copyOf(findings);
        parts = List.copyOf(parts);
        unsignedEntries = List.copyOf(unsignedEntries);
    }

    /**
     * A signer.
     *
     * @param certificate the certificate in the signature; empty if it cannot be read
     * @param signingTime nobody vouches for it
     */
    public record Signer(Optional<X509Certificate> certificate, Instant signingTime) {}

    /**
     * A verified time-stamp.
     *
     * @param genTime when the authority saw the signature
     * @param authority the approved certificate that signed the token
     * @param batch whether it covers the signature through a hash chain
     */
    public record Stamp(Instant genTime, X509Certificate authority, boolean batch) {}

    static VerificationReport refused(Finding finding) {
        return new VerificationReport(
                List.of(finding),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** The worst that any finding demands. */
    public Indication verdict() {
        Indication verdict = Indication.TOTAL_PASSED;
        for (Finding finding : findings) {
            verdict = verdict.orWorse(finding.code().indication());
        }
        return verdict;
    }

    /** Why: that of the first finding that demands the verdict; empty if everything holds. */
    public Optional<SubIndication> subIndication() {
        Indication verdict = verdict();
        return findings.stream()
                .filter(finding -> finding.code().indication() == verdict)
                .findFirst()
                .flatMap(finding -> finding.code().subIndication());
    }

    /** The time before which the signature provably existed. */
    public Optional<Instant> provenTime() {
        return timestamp.map(Stamp::genTime);
    }
}
