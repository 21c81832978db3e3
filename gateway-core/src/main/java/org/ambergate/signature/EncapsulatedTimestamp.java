package org.ambergate.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.ambergate.fault.LocalFault;

/** Puts the token of a single time-stamp into the signature that it covers (evidence specification, section 6). */
public final class EncapsulatedTimestamp {
    private static final String PLACE = "<xades:UnsignedSignatureProperties>";

    private EncapsulatedTimestamp() {}

    /**
     * The signature document with the token as its first unsigned property. Nothing else changes, so what was signed
     * stays byte for byte as it was.
     *
     * @param signature a document without a time-stamp, as this server or X-Road writes it
     * @param token DER
     * @throws LocalFault {@code malformed_signature} if the document is of another form, or has a time-stamp already
     */
    public static byte[] into(byte[] signature, byte[] token) throws LocalFault {
        String text = new String(signature, StandardCharsets.UTF_8);
        int at = text.indexOf(PLACE);
        boolean usual = at >= 0 && text.indexOf(PLACE, at + 1) < 0;
        if (!usual || ReadSignature.of(signature).document().timestamp().isPresent()) {
            throw SignatureFaults.malformed("The signature has no place for a time-stamp");
        }
        String property = "<xades:SignatureTimeStamp><xades:EncapsulatedTimeStamp>"
                + Base64.getEncoder().encodeToString(token)
                + "</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>";
        byte[] stamped = new StringBuilder(text)
                .insert(at + PLACE.length(), property)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        if (ReadSignature.of(stamped).timestampToken().isEmpty()) {
            throw SignatureFaults.malformed("The signature did not take the time-stamp");
        }
        return stamped;
    }
}
