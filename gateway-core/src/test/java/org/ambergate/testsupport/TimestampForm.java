package org.ambergate.testsupport;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a time-stamp token is to be made. Starts from an honest one; change what the test is about.
 *
 * @param genTime the time it says
 * @param imprint the imprint's value instead of the one asked for
 * @param nonce the nonce instead of the one asked for
 * @param policy the policy
 * @param algorithm the algorithm of the signature; empty for the usual one of the key
 * @param referenced the certificate that the signed attributes refer to; empty for the signer's
 * @param signers who signs
 * @param certificateInside whether the signers' certificates are put in
 */
public record TimestampForm(
        Instant genTime,
        Optional<byte[]> imprint,
        Optional<BigInteger> nonce,
        String policy,
        Optional<String> algorithm,
        Optional<X509Certificate> referenced,
        List<TestCertificate> signers,
        boolean certificateInside) {
    /** From the arc for examples. */
    public static final String POLICY = "2.999.1.3161";

    /** An honest token with the signer's certificate inside. */
    public static TimestampForm honest(Instant genTime, TestCertificate signer) {
        return new TimestampForm(
                genTime,
                Optional.empty(),
                Optional.empty(),
                POLICY,
                Optional.empty(),
                Optional.empty(),
                List.of(signer),
                true);
    }

    public TimestampForm withGenTime(Instant other) {
        return new TimestampForm(other, imprint, nonce, policy, algorithm, referenced, signers, certificateInside);
    }

    public TimestampForm withImprint(byte[] other) {
        return new TimestampForm(
                genTime, Optional.of(other), nonce, policy, algorithm, referenced, signers, certificateInside);
    }

    public TimestampForm withNonce(BigInteger other) {
        return new TimestampForm(
                genTime, imprint, Optional.of(other), policy, algorithm, referenced, signers, certificateInside);
    }

    public TimestampForm withAlgorithm(String other) {
        return new TimestampForm(
                genTime, imprint, nonce, policy, Optional.of(other), referenced, signers, certificateInside);
    }

    public TimestampForm referringTo(X509Certificate other) {
        return new TimestampForm(
                genTime, imprint, nonce, policy, algorithm, Optional.of(other), signers, certificateInside);
    }

    public TimestampForm signedBy(TestCertificate... others) {
        return new TimestampForm(
                genTime, imprint, nonce, policy, algorithm, referenced, List.of(others), certificateInside);
    }

    public TimestampForm withoutCertificate() {
        return new TimestampForm(genTime, imprint, nonce, policy, algorithm, referenced, signers, false);
    }
}
