package org.ambergate.pki;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** The approved certification authorities of one instance, found by subject name. */
public final class ApprovedAuthorities {
    private static final int CHAIN_LENGTH_MAX = 8;

    private final Map<X500Principal, List<CertificationAuthority>> bySubject = new HashMap<>();
    private final List<CertificationAuthority> all;

    public ApprovedAuthorities(List<CertificationAuthority> authorities) {
        this.all = List.copyOf(authorities);
        for (CertificationAuthority authority : authorities) {
            bySubject
                    .computeIfAbsent(authority.certificate().getSubjectX500Principal(), name -> new ArrayList<>())
                    .add(authority);
        }
    }

    public List<CertificationAuthority> all() {
        return all;
    }

    /**
     * The authority whose subject equals the certificate's issuer. Where several bear that name, as while an authority
     * changes its key, the one that signed it.
     */
    public Optional<CertificationAuthority> issuerOf(X509Certificate certificate) {
        List<CertificationAuthority> named = bySubject.getOrDefault(certificate.getIssuerX500Principal(), List.of());
        if (named.size() < 2) {
            return named.stream().findFirst();
        }
        return named.stream()
                .filter(a -> X509SignatureAlgorithm.isSignedBy(
                        certificate, a.certificate().getPublicKey()))
                .findFirst();
    }

    /**
     * The certificates to present for a leaf: the leaf and its intermediate authorities, without the top one (transport
     * specification, section 1.2).
     */
    public List<X509Certificate> chainWithoutTop(X509Certificate leaf) {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(leaf);
        Optional<CertificationAuthority> issuer = issuerOf(leaf);
        while (issuer.isPresent() && !issuer.get().top() && chain.size() < CHAIN_LENGTH_MAX) {
            chain.add(issuer.get().certificate());
            issuer = issuerOf(issuer.get().certificate());
        }
        return List.copyOf(chain);
    }

    boolean isTop(X509Certificate certificate) {
        return all.stream().anyMatch(a -> a.top() && a.certificate().equals(certificate));
    }

    /** Responder certificates listed for this authority. */
    List<X509Certificate> respondersOf(X509Certificate authority) {
        return all.stream()
                .filter(a -> a.certificate().equals(authority))
                .flatMap(a -> a.ocspCertificates().stream())
                .toList();
    }

    /** Equal lists of authorities answer alike, so what was concluded from one holds for the other. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApprovedAuthorities that && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }
}
