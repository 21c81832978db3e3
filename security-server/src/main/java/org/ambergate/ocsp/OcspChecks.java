package org.ambergate.ocsp;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.Stage;
import org.ambergate.pki.CertificationAuthority;
import org.ambergate.pki.OcspPolicy;

/** One snapshot of trust, asked about single certificates of any instance. */
final class OcspChecks {
    private final OcspTrust trust;

    OcspChecks(OcspTrust trust) {
        this.trust = trust;
    }

    OcspPolicy policy() {
        return trust.trustBase().ocspPolicy();
    }

    /**
     * The response, if it is one for this certificate that peers accept now.
     *
     * @throws LocalFault {@code incorrect_validation_info}; {@code cert_validation} if an authorised responder reports the
     *     certificate as anything but good; {@code cannot_create_cert_path} if no approved authority issued it
     */
    CachedResponse validated(X509Certificate certificate, byte[] der, Instant at) throws LocalFault {
        LocalFault failure = null;
        // Authorities of two instances may bear one name; the response tells whose certificate it is.
        for (String instance : instancesOf(certificate)) {
            try {
                Instant until = trust.paths().checkOcsp(certificate, der, instance, at);
                return new CachedResponse(der, policy(), until);
            } catch (LocalFault e) {
                failure = e;
            }
        }
        throw failure != null ? failure : noIssuer();
    }

    /** The authority that issued the certificate; the own instance's is preferred. */
    CertificationAuthority issuerOf(X509Certificate certificate) throws LocalFault {
        for (String instance : instancesOf(certificate)) {
            Optional<CertificationAuthority> issuer =
                    trust.trustBase().of(instance).flatMap(authorities -> authorities.issuerOf(certificate));
            if (issuer.isPresent()) {
                return issuer.get();
            }
        }
        throw noIssuer();
    }

    /** Certificates of all approved authorities of all instances. */
    List<X509Certificate> authorities() {
        return trust.trustBase().authorities().values().stream()
                .flatMap(authorities -> authorities.all().stream())
                .map(CertificationAuthority::certificate)
                .toList();
    }

    /** The chain that this server presents for one of its own certificates. */
    List<X509Certificate> ownChain(X509Certificate leaf) {
        return trust.trustBase()
                .of(trust.instance())
                .map(authorities -> authorities.chainWithoutTop(leaf))
                .orElseGet(() -> List.of(leaf));
    }

    private List<String> instancesOf(X509Certificate certificate) {
        List<String> instances = new ArrayList<>();
        trust.trustBase().authorities().forEach((instance, authorities) -> {
            if (authorities.issuerOf(certificate).isPresent()) {
                instances.add(instance.equals(trust.instance()) ? 0 : instances.size(), instance);
            }
        });
        return instances;
    }

    private static LocalFault noIssuer() {
        return new LocalFault(GeneralFault.INTERNAL_ERROR, "No approved authority issued the certificate")
                .within(Stage.CANNOT_CREATE_CERT_PATH);
    }
}
