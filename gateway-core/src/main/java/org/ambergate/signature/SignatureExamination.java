package org.ambergate.signature;

import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;

/**
 * All that an examination of a signature found out.
 *
 * @param flaws what does not hold, in the order of the checks; empty if everything does
 * @param parts the parts of the message, in order: those that were given, and those that the hash chain names besides
 */
public record SignatureExamination(List<Flaw> flaws, List<Part> parts) {
    public SignatureExamination {
        flaws = List.copyOf(flaws);
        parts = List.copyOf(parts);
    }

    /** What is checked, in this order. */
    public enum Check {
        /** That every part is signed, and nothing else is. */
        COVERAGE,
        /** That the certificate is one for signing. */
        CERTIFICATE,
        /** That the signed properties are those signed, and name the certificate. */
        PROPERTIES,
        /** That the value is that of the certificate's key. */
        VALUE,
        /** That an approved authority issued the certificate to the member that is said to have signed. */
        SIGNER,
        /** That the certificate's path and its OCSP response held. */
        PATH
    }

    /** A check that failed, and why. */
    public record Flaw(Check check, LocalFault fault) {}

    /** What the signature says about a part. */
    public enum PartState {
        /** Signed as it is. */
        COVERED,
        /** Another content than this was signed under this name. */
        CHANGED,
        /** This content was signed under this name, or may have been, by a signature or chain that does not hold. */
        UNPROVEN,
        /** The signature covers no part of this name. */
        UNCOVERED,
        /** The signature covers a part of this name and digest that was not given. */
        ABSENT
    }

    /**
     * One part.
     *
     * @param name its name in signatures, for example {@code /attachment1}
     * @param digest the digest of its content; of an absent one the digest that was signed
     */
    public record Part(String name, Digest digest, PartState state) {}
}
