package org.ambergate.asic;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.FaultCode;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
import org.ambergate.fault.TimestampFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.pki.OcspStatement;
import org.ambergate.signature.SignatureExamination.Check;
import org.ambergate.signature.SignatureExamination.Flaw;

/** Which finding a fault of the rooms below becomes. */
final class FaultFindings {
    static final Map<FaultCode, FindingCode> TABLE = Map.ofEntries(
            Map.entry(VerificationFault.INVALID_XML, FindingCode.INVALID_XML),
            Map.entry(VerificationFault.MALFORMED_SIGNATURE, FindingCode.MALFORMED_SIGNATURE),
            Map.entry(VerificationFault.UNSUPPORTED_ALGORITHM, FindingCode.UNSUPPORTED_ALGORITHM),
            Map.entry(VerificationFault.INVALID_REFERENCE, FindingCode.INVALID_REFERENCE),
            Map.entry(VerificationFault.INVALID_SIGNATURE_VALUE, FindingCode.DIGEST_MISMATCH),
            Map.entry(VerificationFault.INVALID_HASH_CHAIN, FindingCode.INVALID_HASH_CHAIN),
            Map.entry(VerificationFault.MALFORMED_HASH_CHAIN, FindingCode.MALFORMED_HASH_CHAIN),
            Map.entry(VerificationFault.INVALID_HASH_CHAIN_REF, FindingCode.INVALID_HASH_CHAIN_REF),
            Map.entry(VerificationFault.HASHCHAIN_UNUSED_INPUTS, FindingCode.HASHCHAIN_UNUSED_INPUTS),
            Map.entry(VerificationFault.INVALID_CERTIFICATE, FindingCode.INVALID_CERTIFICATE),
            Map.entry(VerificationFault.INCORRECT_CERTIFICATE, FindingCode.INCORRECT_CERTIFICATE),
            Map.entry(VerificationFault.CANNOT_CREATE_CERT_PATH, FindingCode.CANNOT_CREATE_CERT_PATH),
            Map.entry(VerificationFault.CERT_VALIDATION, FindingCode.CERT_VALIDATION),
            Map.entry(VerificationFault.INCORRECT_VALIDATION_INFO, FindingCode.INCORRECT_VALIDATION_INFO),
            Map.entry(TimestampFault.READING_TIMESTAMP_RESPONSE_FAILED, FindingCode.TIMESTAMP_UNREADABLE),
            Map.entry(TimestampFault.TIMESTAMP_TOKEN_SIGNER_INFO_NOT_FOUND, FindingCode.TIMESTAMP_UNREADABLE),
            Map.entry(TimestampFault.TSP_CERTIFICATE_NOT_FOUND, FindingCode.TIMESTAMP_AUTHORITY_UNKNOWN),
            Map.entry(TimestampFault.TIMESTAMP_SIGNER_VERIFICATION_FAILED, FindingCode.TIMESTAMP_SIGNATURE_INVALID),
            Map.entry(TimestampFault.TIMESTAMP_CERTIFICATE_NOT_USABLE, FindingCode.TIMESTAMP_CERTIFICATE_NOT_USABLE),
            Map.entry(TimestampFault.TIMESTAMP_ALGORITHM_UNSUPPORTED, FindingCode.TIMESTAMP_ALGORITHM_UNSUPPORTED),
            Map.entry(TimestampFault.TIMESTAMP_IMPRINT_MISMATCH, FindingCode.TIMESTAMP_IMPRINT_MISMATCH));

    private FaultFindings() {}

    static Finding of(LocalFault fault) {
        return finding(fault, code(fault));
    }

    /**
     * A flaw of a signature.
     *
     * @param certificate the signing certificate, if it could be read
     * @param ocsp what the signature's OCSP response says, if it could be read
     * @param claimed when the signer says it signed
     * @param at the instant for which the path was checked
     */
    static Finding of(
            Flaw flaw,
            Optional<X509Certificate> certificate,
            Optional<OcspStatement> ocsp,
            Instant claimed,
            Instant at) {
        FindingCode code = code(flaw.fault());
        if (code == FindingCode.DIGEST_MISMATCH && flaw.check() == Check.VALUE) {
            code = FindingCode.INVALID_SIGNATURE_VALUE;
        }
        if (code == FindingCode.CERT_VALIDATION && certificate.isPresent()) {
            code = certificateCode(certificate.get(), ocsp, claimed, at);
        }
        return finding(flaw.fault(), code);
    }

    /** X-Road has one code where ETSI EN 319 102-1 distinguishes. */
    private static FindingCode certificateCode(
            X509Certificate certificate, Optional<OcspStatement> ocsp, Instant claimed, Instant at) {
        if (at.isBefore(certificate.getNotBefore().toInstant())) {
            return FindingCode.CERTIFICATE_NOT_YET_VALID;
        }
        if (at.isAfter(certificate.getNotAfter().toInstant())) {
            return FindingCode.CERTIFICATE_EXPIRED;
        }
        Optional<Instant> revoked = ocsp.flatMap(OcspStatement::revokedAt);
        if (revoked.isPresent()) {
            // The signer's own word about the time is enough to convict it.
            return revoked.get().isAfter(claimed)
                    ? FindingCode.CERTIFICATE_REVOKED_LATER
                    : FindingCode.CERTIFICATE_REVOKED;
        }
        return FindingCode.CERT_VALIDATION;
    }

    private static FindingCode code(LocalFault fault) {
        FindingCode code = TABLE.getOrDefault(fault.code(), FindingCode.UNKNOWN);
        boolean noPath = fault.stages().contains(Stage.CANNOT_CREATE_CERT_PATH);
        return code == FindingCode.UNKNOWN && noPath ? FindingCode.CANNOT_CREATE_CERT_PATH : code;
    }

    private static Finding finding(LocalFault fault, FindingCode code) {
        return new Finding(code, fault.text() + " (" + fault.path() + ")");
    }
}
