package org.ambergate.pki;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.ambergate.fault.LocalFault;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.x500.X500Name;
import org.jspecify.annotations.Nullable;

/**
 * What an OCSP response says, for a report. Nobody has checked it: whether it counts is decided by {@link PathValidator}.
 *
 * @param status good, revoked or unknown
 * @param revokedAt since when the certificate is revoked, if it is
 * @param thisUpdate when the responder knew it
 * @param producedAt when the responder signed it
 * @param nextUpdate until when the responder stands by it, if it says so
 * @param responder the responder's name, or its key's SHA-1 in hexadecimal
 */
public record OcspStatement(
        Status status,
        Optional<Instant> revokedAt,
        Instant thisUpdate,
        Instant producedAt,
        Optional<Instant> nextUpdate,
        String responder) {
    /** What a responder can say about a certificate. */
    public enum Status {
        GOOD,
        REVOKED,
        UNKNOWN
    }

    /**
     * Reads a DER response.
     *
     * @throws LocalFault {@code incorrect_validation_info}
     */
    public static OcspStatement read(byte[] der) throws LocalFault {
        OcspResponse response = OcspResponse.parse(der);
        Status status = switch (response.status()) {
            case GOOD -> Status.GOOD;
            case REVOKED -> Status.REVOKED;
            case UNKNOWN -> Status.UNKNOWN;
        };
        return new OcspStatement(
                status,
                response.revokedAt(),
                response.times().thisUpdate(),
                response.times().producedAt(),
                response.times().nextUpdate(),
                name(response.responder()));
    }

    private static String name(ResponderID responder) {
        try {
            byte @Nullable [] keyHash = responder.getKeyHash();
            if (keyHash != null) {
                return "key " + HexFormat.of().formatHex(keyHash);
            }
            X500Name name = responder.getName();
            return new X500Principal(name.getEncoded()).getName(X500Principal.RFC2253);
        } catch (java.io.IOException | RuntimeException e) {
            // For reading only; a responder without a readable name is no authorised one.
            return "unreadable";
        }
    }
}
