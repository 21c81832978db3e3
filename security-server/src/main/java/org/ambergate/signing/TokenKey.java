package org.ambergate.signing;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.ambergate.identifier.MemberId;

/** One key of a token as its administrator sees it; nothing secret. Immutable. */
public final class TokenKey {
    private final TokenIndex.Entry entry;
    private final Optional<X509Certificate> certificate;

    TokenKey(TokenIndex.Entry entry, Optional<X509Certificate> certificate) {
        this.entry = entry;
        this.certificate = certificate;
    }

    /** The key's name inside the token, also the name of its file. */
    public String id() {
        return entry.id();
    }

    public KeyUsage usage() {
        return entry.usage();
    }

    /** Whose messages a signing key signs; empty for an authentication key. */
    public Optional<MemberId> member() {
        return entry.memberId();
    }

    public boolean isActive() {
        return entry.active();
    }

    public KeyStatus status() {
        return entry.status();
    }

    /** The imported certificate; empty until there is one. */
    public Optional<X509Certificate> certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "TokenKey[" + entry + "]";
    }
}
