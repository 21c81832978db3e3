package org.ambergate.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.TimestampFault;
import org.ambergate.pki.DerShape;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * A time-stamp token (RFC 3161, section 2.4.2): read strictly, not yet believed; {@link TimestampVerifier} does that.
 * Immutable.
 */
public final class TimestampToken {
    /** Longest token read, bytes. Real ones have 1 to 8 KiB, most of it certificates. */
    public static final int TOKEN_BYTES_MAX = 64 * 1024;

    /** Longest response read, bytes: a token and a status in front of it. */
    public static final int RESPONSE_BYTES_MAX = TOKEN_BYTES_MAX + 4 * 1024;

    private final byte[] encoded;
    private final TokenContent content;

    private TimestampToken(byte[] encoded, TokenContent content) {
        this.encoded = encoded;
        this.content = content;
    }

    /**
     * Reads what a time-stamping authority answered.
     *
     * @throws LocalFault {@code mlog.timestamp_not_granted} if it granted none; otherwise as {@link #parse}
     */
    public static TimestampToken parseResponse(byte[] der) throws LocalFault {
        if (der.length > RESPONSE_BYTES_MAX) {
            throw TimestampFaults.unreadable("A time-stamp response is longer than " + RESPONSE_BYTES_MAX + " bytes");
        }
        if (!DerShape.isOneValue(der)) {
            throw TimestampFaults.unreadable("A time-stamp response is not one DER value");
        }
        @Nullable ContentInfo token;
        BigInteger status;
        try {
            TimeStampResp response = TimeStampResp.getInstance(der);
            status = response.getStatus().getStatus();
            token = response.getTimeStampToken();
        } catch (RuntimeException e) {
            // Bouncy Castle reports a wrong structure by unchecked exceptions of many kinds.
            throw TimestampFaults.unreadable("A time-stamp response cannot be read")
                    .causedBy(e);
        }
        if (!isGranted(status)) {
            throw new LocalFault(
                    TimestampFault.TIMESTAMP_NOT_GRANTED,
                    "The time-stamping authority refused with status " + status.toString());
        }
        if (token == null) {
            throw TimestampFaults.unreadable("A time-stamp response grants a token and holds none");
        }
        return parse(encode(token));
    }

    /**
     * Reads a token by itself, as containers hold it: one DER value of the cryptographic message syntax, one signer, with
     * a {@code TSTInfo} of version 1 inside.
     *
     * @throws LocalFault {@code mlog.reading_timestamp_response_failed}; {@code
     *     mlog.timestamp_token_signer_info_not_found} unless there is exactly one signer; {@code
     *     mlog.timestamp_algorithm_unsupported} if the imprint's algorithm is not SHA-256, SHA-384 or SHA-512
     */
    public static TimestampToken parse(byte[] der) throws LocalFault {
        if (der.length > TOKEN_BYTES_MAX) {
            throw TimestampFaults.unreadable("A time-stamp token is longer than " + TOKEN_BYTES_MAX + " bytes");
        }
        if (!DerShape.isOneValue(der)) {
            throw TimestampFaults.unreadable("A time-stamp token is not one DER value");
        }
        byte[] own = der.clone();
        return new TimestampToken(own, TokenContent.read(own));
    }

    /** When the authority says it saw the imprint. */
    public Instant genTime() {
        return content.genTime();
    }

    /** What it stamped. */
    public Digest imprint() {
        return content.imprint();
    }

    /** The nonce of the request it answers, if that had one. */
    public Optional<BigInteger> nonce() {
        return Optional.ofNullable(content.info().getNonce()).map(ASN1Integer::getValue);
    }

    /** The policy under which it was given: an object identifier, dotted. */
    public String policy() {
        return content.info().getPolicy().getId();
    }

    /** The number that the authority gave it. */
    public BigInteger serialNumber() {
        return content.info().getSerialNumber().getValue();
    }

    /** Whether the token says that this certificate is its signer's: by issuer and serial number, or by key identifier. */
    public boolean namesAsSigner(X509Certificate certificate) {
        return SignerReference.names(content.signer(), certificate);
    }

    /** The bytes as they came. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /**
     * The same token with the signer's certificate inside, as X-Road keeps it for containers; unchanged if it is there.
     * The signature does not cover the certificates.
     *
     * @param certificate the certificate of the signer, as {@link TimestampVerifier} found it
     */
    public TimestampToken withCertificate(X509Certificate certificate) throws LocalFault {
        return content.holds(certificate) ? this : parse(content.encodedWith(certificate));
    }

    TokenContent content() {
        return content;
    }

    private static boolean isGranted(BigInteger status) {
        return status.equals(BigInteger.valueOf(PKIStatus.GRANTED))
                || status.equals(BigInteger.valueOf(PKIStatus.GRANTED_WITH_MODS));
    }

    /** As it stood in the response: definite lengths, order of sets kept. */
    private static byte[] encode(ContentInfo token) throws LocalFault {
        try {
            return token.getEncoded(ASN1Encoding.DL);
        } catch (IOException e) {
            throw TimestampFaults.unreadable("A time-stamp token cannot be read")
                    .causedBy(e);
        }
    }

    /** Reads the fields whose library types are loose. */
    static Instant genTime(TSTInfo info) throws LocalFault {
        try {
            return info.getGenTime().getDate().toInstant();
        } catch (ParseException | RuntimeException e) {
            throw TimestampFaults.unreadable("A time-stamp token's time cannot be read")
                    .causedBy(e);
        }
    }

    static Digest imprint(TSTInfo info) throws LocalFault {
        DigestAlgorithm algorithm = Imprints.algorithm(info.getMessageImprint().getHashAlgorithm())
                .orElseThrow(
                        () -> TimestampFaults.algorithm("A time-stamp token's imprint uses an algorithm not accepted"));
        byte[] value = info.getMessageImprint().getHashedMessage();
        if (value.length != algorithm.length()) {
            throw TimestampFaults.unreadable("A time-stamp token's imprint does not have its algorithm's length");
        }
        return new Digest(algorithm, value);
    }

    static void requireNothingCritical(TSTInfo info) throws LocalFault {
        @Nullable Extensions extensions = info.getExtensions();
        if (extensions != null && extensions.hasAnyCriticalExtensions()) {
            throw TimestampFaults.unreadable("A time-stamp token has a critical extension that is not known");
        }
    }
}
