package org.ambergate.signing;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.identifier.MemberId;

/**
 * The keys in use at one moment: active, with a registered certificate. An immutable snapshot; a change of keys makes a
 * new one.
 */
public final class KeyRing {
    private final List<TlsKey> authentication;
    private final Map<MemberId, List<MemberKey>> signing = new LinkedHashMap<>();

    /**
     * Makes a ring.
     *
     * @param authentication authentication keys, the preferred one first
     * @param signing signing keys of all members, a member's preferred one first
     */
    public KeyRing(List<TlsKey> authentication, List<MemberKey> signing) {
        this.authentication = List.copyOf(authentication);
        for (MemberKey key : signing) {
            this.signing
                    .computeIfAbsent(key.member(), member -> new ArrayList<>())
                    .add(key);
        }
        this.signing.replaceAll((member, keys) -> List.copyOf(keys));
    }

    /** The first authentication key whose certificate is within its validity at an instant. */
    public Optional<TlsKey> authentication(Instant at) {
        return authentication.stream()
                .filter(key -> isWithinValidity(key.certificate(), at))
                .findFirst();
    }

    /** All authentication keys, the preferred one first. */
    public List<TlsKey> authenticationKeys() {
        return authentication;
    }

    /** A member's signing keys, the preferred one first; empty if there are none. */
    public List<MemberKey> signing(MemberId member) {
        return signing.getOrDefault(member, List.of());
    }

    /** The certificates of all keys: those whose OCSP responses must be kept fresh. */
    public List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        authentication.forEach(key -> certificates.add(key.certificate()));
        signing.values().forEach(keys -> keys.forEach(key -> certificates.add(key.certificate())));
        return List.copyOf(certificates);
    }

    static boolean isWithinValidity(X509Certificate certificate, Instant at) {
        return !at.isBefore(certificate.getNotBefore().toInstant())
                && !at.isAfter(certificate.getNotAfter().toInstant());
    }

    @Override
    public String toString() {
        return "KeyRing[" + authentication + ", " + signing.keySet() + "]";
    }
}
