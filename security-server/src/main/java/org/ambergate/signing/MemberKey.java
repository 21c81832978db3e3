package org.ambergate.signing;

import java.security.cert.X509Certificate;
import org.ambergate.identifier.MemberId;
import org.ambergate.signature.SigningKey;

/**
 * A key that signs messages of one member, active and registered.
 *
 * @param keyId its name inside the token
 * @param member whose messages it signs
 * @param key the key, ready to sign
 * @param certificate its signing certificate
 */
public record MemberKey(String keyId, MemberId member, SigningKey key, X509Certificate certificate) {
    @Override
    public String toString() {
        return "MemberKey[" + keyId + ", " + member + "]";
    }
}
