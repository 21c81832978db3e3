package org.ambergate.signing;

/** What a key of the token is for. */
public enum KeyUsage {
    /** Proves the security server's identity in TLS. */
    AUTHENTICATION,
    /** Signs a member's messages. */
    SIGNING
}
