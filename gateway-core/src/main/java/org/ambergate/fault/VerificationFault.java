package org.ambergate.fault;

import java.util.Locale;

/** Faults of signatures, certificates, OCSP responses and hash chains. */
public enum VerificationFault implements FaultCode {
    CANNOT_CREATE_SIGNATURE(
            Blame.OPERATOR, "The message could not be signed: no usable signing key, certificate or OCSP response."),
    CERT_VALIDATION(Blame.TRUST, "A certificate is revoked, of unknown status, expired, or its path does not hold."),
    INCORRECT_VALIDATION_INFO(
            Blame.TRUST,
            "An OCSP response is missing, stale, for another certificate or not by an authorised responder."),
    CANNOT_CREATE_CERT_PATH(Blame.TRUST, "No path leads from a certificate to an approved certification authority."),
    INCORRECT_CERTIFICATE(
            Blame.PEER, "The certificate names somebody other than the party that claims to have signed."),
    INVALID_CERTIFICATE(Blame.PEER, "The certificate cannot be read or lacks required fields."),
    INVALID_SIGNATURE_VALUE(Blame.PEER, "The signature value or a digest in the signature is wrong."),
    MALFORMED_SIGNATURE(Blame.PEER, "The signature does not have the form that the protocol demands."),
    UNSUPPORTED_ALGORITHM(
            Blame.PEER, "The signature uses an algorithm or key size that is not on the list of allowed ones."),
    INVALID_XML(Blame.PEER, "An XML document is not well formed or holds what is forbidden."),
    INVALID_REFERENCE(Blame.PEER, "The signature refers to something that did not come with the message."),
    INVALID_HASH_CHAIN(Blame.PEER, "The hash chain does not lead to the signed result."),
    MALFORMED_HASH_CHAIN(Blame.PEER, "The hash chain does not have the form that the protocol demands."),
    HASHCHAIN_UNUSED_INPUTS(Blame.PEER, "A received part is not covered by the hash chain."),
    INVALID_HASH_CHAIN_REF(Blame.PEER, "A step of the hash chain refers to something that is not there.");

    private final String legacyName;
    private final Blame blame;
    private final String meaning;

    VerificationFault(Blame blame, String meaning) {
        this.legacyName = FaultCode.toLegacy(name().toLowerCase(Locale.ROOT));
        this.blame = blame;
        this.meaning = meaning;
    }

    @Override
    public String xroadName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String legacyName() {
        return legacyName;
    }

    @Override
    public Blame blame() {
        return blame;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
