package org.ambergate.signature;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * All that goes into a signature besides the message.
 *
 * @param key the private key
 * @param certificate its signing certificate
 * @param intermediates the authorities between it and the top one, nearest first; usually empty
 * @param ocspResponses DER OCSP responses: for the certificate first, then one for each intermediate
 */
public record SigningCredential(
        SigningKey key, X509Certificate certificate, List<X509Certificate> intermediates, List<byte[]> ocspResponses) {
    public SigningCredential {
        intermediates = List.copyOf(intermediates);
        ocspResponses = List.copyOf(ocspResponses);
    }
}
