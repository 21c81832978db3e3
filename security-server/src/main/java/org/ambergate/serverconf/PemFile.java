package org.ambergate.serverconf;

import java.util.Base64;

/** The first certificate of a PEM text (RFC 7468). */
final class PemFile {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private PemFile() {}

    static byte[] certificateDer(String pem) {
        int start = pem.indexOf(BEGIN);
        int end = pem.indexOf(END, Math.max(start, 0));
        if (start < 0 || end < 0) {
            throw new IllegalArgumentException("No certificate in the text");
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + BEGIN.length(), end));
    }
}
