package org.ambergate.pki;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;

/** The platform's path validation (RFC 5280, section 6) with revocation off, and our bounds on keys and algorithms. */
final class PkixPath {
    private PkixPath() {}

    /**
     * @param path leaf first, without the anchor
     * @throws LocalFault {@code cannot_create_cert_path}, {@code cert_validation} or {@code unsupported_algorithm}
     */
    static void check(List<X509Certificate> path, X509Certificate anchor, Instant at) throws LocalFault {
        if (new HashSet<>(path).size() < path.size()) {
            throw new LocalFault(VerificationFault.CANNOT_CREATE_CERT_PATH, "A certificate stands twice in the chain");
        }
        KeyLimits.check(anchor.getPublicKey());
        for (X509Certificate certificate : path) {
            KeyLimits.check(certificate.getPublicKey());
            if (!X509SignatureAlgorithm.isAcceptedOn(certificate)) {
                throw new LocalFault(
                        VerificationFault.UNSUPPORTED_ALGORITHM,
                        "A certificate is signed by an algorithm that is not accepted");
            }
        }
        validate(path, anchor, at);
    }

    static Instant validFrom(List<X509Certificate> path) {
        return path.stream()
                .map(c -> c.getNotBefore().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    static Instant validUntil(List<X509Certificate> path) {
        return path.stream()
                .map(c -> c.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static void validate(List<X509Certificate> path, X509Certificate anchor, Instant at) throws LocalFault {
        try {
            CertPath certPath = CertificateFactory.getInstance("X.509", "SUN").generateCertPath(path);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            // Revocation is decided by the OCSP responses that came along, never by fetching.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX", "SUN").validate(certPath, parameters);
        } catch (CertPathValidatorException e) {
            throw refused(e);
        } catch (GeneralSecurityException | RuntimeException e) {
            // The platform's parser lets unchecked exceptions through on odd extensions.
            throw new LocalFault(VerificationFault.CERT_VALIDATION, "A certificate path cannot be validated")
                    .causedBy(e);
        }
    }

    private static LocalFault refused(CertPathValidatorException e) {
        CertPathValidatorException.Reason reason = e.getReason();
        if (reason == BasicReason.EXPIRED) {
            return new LocalFault(VerificationFault.CERT_VALIDATION, "A certificate has expired").causedBy(e);
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return new LocalFault(VerificationFault.CERT_VALIDATION, "A certificate is not yet valid").causedBy(e);
        }
        if (reason == BasicReason.INVALID_SIGNATURE || reason == java.security.cert.PKIXReason.NAME_CHAINING) {
            return new LocalFault(
                            VerificationFault.CANNOT_CREATE_CERT_PATH,
                            "A certificate was not issued by the one that follows it")
                    .causedBy(e);
        }
        return new LocalFault(VerificationFault.CERT_VALIDATION, "A certificate path breaks a constraint").causedBy(e);
    }
}
