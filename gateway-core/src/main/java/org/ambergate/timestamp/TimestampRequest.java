package org.ambergate.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A request for a time-stamp (RFC 3161, section 2.4.1), in one of two forms: with a nonce and the wish for the
 * authority's certificate, or as bare as X-Road sends it (evidence specification, section 6), for authorities that know
 * no other.
 */
public final class TimestampRequest {
    private final Digest imprint;
    private final Optional<BigInteger> nonce;

    private TimestampRequest(Digest imprint, Optional<BigInteger> nonce) {
        if (!imprint.algorithm().isStrong()) {
            throw new IllegalArgumentException("No evidence may rest on " + imprint.algorithm());
        }
        this.imprint = imprint;
        this.nonce = nonce;
    }

    /** X-Road's form: version and imprint, nothing else. */
    public static TimestampRequest bare(Digest imprint) {
        return new TimestampRequest(imprint, Optional.empty());
    }

    /**
     * A request that binds its answer.
     *
     * @param nonce random and used once; 64 bits are usual
     */
    public static TimestampRequest withNonce(Digest imprint, BigInteger nonce) {
        return new TimestampRequest(imprint, Optional.of(nonce));
    }

    /** What is to be stamped, digested. */
    public Digest imprint() {
        return imprint;
    }

    /** What the answer has to repeat; empty in the bare form. */
    public Optional<BigInteger> nonce() {
        return nonce;
    }

    /** The DER to send as {@code application/timestamp-query}. */
    public byte[] encoded() {
        // Without parameters, not with NULL ones, as X-Road writes it.
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(Imprints.oid(imprint.algorithm()));
        TimeStampReq request = new TimeStampReq(
                new MessageImprint(algorithm, imprint.toBytes()),
                null,
                nonce.map(ASN1Integer::new).orElse(null),
                nonce.isPresent() ? ASN1Boolean.TRUE : null,
                null);
        try {
            return request.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("Memory does not fail", e);
        }
    }
}
