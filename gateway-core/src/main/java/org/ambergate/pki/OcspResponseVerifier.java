package org.ambergate.pki;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.bouncycastle.asn1.ocsp.ResponderID;

/**
 * Decides whether an OCSP response is about a certificate and was signed by somebody who may speak for its issuer
 * (transport specification, section 7.3, rules 1 to 4). A responder's own revocation is not looked up: who is listed in
 * global configuration is vouched for there.
 */
final class OcspResponseVerifier {
    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

    /** Responder and authority certificates of all instances: where a signer that is not embedded may be found. */
    private final List<X509Certificate> known;

    OcspResponseVerifier(TrustBase trust) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (ApprovedAuthorities authorities : trust.authorities().values()) {
            for (CertificationAuthority authority : authorities.all()) {
                certificates.add(authority.certificate());
                certificates.addAll(authority.ocspCertificates());
            }
        }
        this.known = List.copyOf(certificates);
    }

    /** Whether the response speaks about this certificate. */
    static boolean isAbout(OcspResponse response, X509Certificate subject, X509Certificate issuer) {
        return response.subject().equals(OcspCertificateId.of(subject, issuer));
    }

    /**
     * @param listed responder certificates that global configuration lists for the issuer
     * @throws LocalFault {@code incorrect_validation_info}
     */
    OcspVerdict verify(
            OcspResponse response, X509Certificate subject, X509Certificate issuer, List<X509Certificate> listed)
            throws LocalFault {
        if (!isAbout(response, subject, issuer)) {
            throw refused("The OCSP response is about another certificate");
        }
        Optional<X509SignatureAlgorithm> algorithm = algorithm(response);
        if (algorithm.isEmpty()) {
            throw refused("The OCSP response is signed by an algorithm that is not accepted");
        }
        for (X509Certificate candidate : candidates(response, issuer, listed)) {
            if (matches(response.responder(), candidate)
                    && isAuthorised(candidate, issuer, listed)
                    && isUsable(candidate)
                    && algorithm
                            .get()
                            .verifies(candidate.getPublicKey(), response.signedBytes(), response.signature())) {
                return new OcspVerdict(response.status(), response.times(), candidate);
            }
        }
        throw refused("The OCSP response is not signed by an authorised responder");
    }

    private static Optional<X509SignatureAlgorithm> algorithm(OcspResponse response) {
        try {
            return X509SignatureAlgorithm.of(response.algorithm());
        } catch (RuntimeException e) {
            // Malformed parameters, reported by Bouncy Castle as an unchecked exception.
            return Optional.empty();
        }
    }

    private List<X509Certificate> candidates(
            OcspResponse response, X509Certificate issuer, List<X509Certificate> listed) throws LocalFault {
        List<X509Certificate> candidates = new ArrayList<>(listed);
        candidates.add(issuer);
        for (byte[] der : response.embedded()) {
            candidates.add(embedded(der));
        }
        candidates.addAll(known);
        return candidates;
    }

    private static X509Certificate embedded(byte[] der) throws LocalFault {
        try {
            return Certificates.parse(der);
        } catch (LocalFault e) {
            throw refused("A certificate inside the OCSP response cannot be read")
                    .causedBy(e);
        }
    }

    private static boolean matches(ResponderID responder, X509Certificate candidate) {
        try {
            byte[] keyHash = responder.getKeyHash();
            if (keyHash != null) {
                return Arrays.equals(keyHash, OcspCertificateId.keyHash(candidate));
            }
            X500Principal name = new X500Principal(responder.getName().getEncoded());
            return name.equals(candidate.getSubjectX500Principal());
        } catch (java.io.IOException | RuntimeException e) {
            // A name that cannot be read names nobody.
            return false;
        }
    }

    private static boolean isAuthorised(
            X509Certificate candidate, X509Certificate issuer, List<X509Certificate> listed) {
        if (listed.contains(candidate) || candidate.equals(issuer)) {
            return true;
        }
        return candidate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                && Certificates.hasExtendedUsage(candidate, OCSP_SIGNING)
                && X509SignatureAlgorithm.isSignedBy(candidate, issuer.getPublicKey());
    }

    private static boolean isUsable(X509Certificate candidate) {
        try {
            KeyLimits.check(candidate.getPublicKey());
            return true;
        } catch (LocalFault e) {
            return false;
        }
    }

    private static LocalFault refused(String text) {
        return new LocalFault(VerificationFault.INCORRECT_VALIDATION_INFO, text);
    }
}
