package org.ambergate.pki;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The approved certification authorities of one instance, found by subject name. */
public final class ApprovedAuthorities {
    private static final int CHAIN_LENGTH_MAX = 8;

    private final Map<X500Principal, CertificationAuthority> bySubject = new HashMap<>();
    private final List<CertificationAuthority> all;

    public ApprovedAuthorities(List<CertificationAuthority> authorities) {
        this.all = List.copyOf(authorities);
        for (CertificationAuthority authority : authorities) {
            bySubject.putIfAbsent(authority.certificate().getSubjectX500Principal(), authority);
        }
    }

    public List<CertificationAuthority> all() {
        return all;
    }

    /** The authority whose subject equals the certificate's issuer. */
    public Optional<CertificationAuthority> issuerOf(X509Certificate certificate) {
        return Optional.ofNullable(bySubject.get(certificate.getIssuerX500Principal()));
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
}
