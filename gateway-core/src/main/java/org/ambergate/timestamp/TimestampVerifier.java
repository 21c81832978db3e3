package org.ambergate.timestamp;

import java.math.BigInteger;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.TimestampFault;
import org.ambergate.pki.KeyLimits;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;

/**
 * Verifies time-stamp tokens: the only minter of {@link VerifiedTimestamp}. Nothing is fetched. Safe for several threads.
 *
 * <p>As in X-Road, trust in an authority is that the global configuration lists its very certificate; no path is built
 * and no revocation is looked up (evidence specification, section 6). X-Road accepts any token whose imprint fits and
 * whose signature verifies under a listed certificate that the signer's identifier names. Stricter here, after RFC 3161,
 * section 2.3 and RFC 5816: exactly one signer; a certificate for time-stamping and nothing else, by a critical extension,
 * valid at the token's time; the signed reference to that certificate; algorithms from a list; and a certificate inside
 * the token, if there are any, is the listed one.
 */
public final class TimestampVerifier {
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    private final List<X509Certificate> approved;

    /**
     * What a token has to say.
     *
     * @param imprint the digest of the stamped data
     * @param nonce the nonce sent; empty if none was, or it is not known any more
     * @param policy the policy asked for, dotted; empty for any
     */
    public record Expected(Digest imprint, Optional<BigInteger> nonce, Optional<String> policy) {
        /** What answers this request, under any policy. */
        public static Expected by(TimestampRequest request) {
            return new Expected(request.imprint(), request.nonce(), Optional.empty());
        }

        /** A token found later, for example in a container: all that is known is what it must have stamped. */
        public static Expected imprint(Digest imprint) {
            return new Expected(imprint, Optional.empty(), Optional.empty());
        }
    }

    /**
     * @param approved the certificates of time-stamping authorities that global configuration lists, of all instances
     *     whose authorities are to be believed
     */
    public TimestampVerifier(List<X509Certificate> approved) {
        this.approved = List.copyOf(approved);
    }

    /**
     * Verifies that an approved authority stamped this data, digested by whichever accepted algorithm the token uses.
     *
     * @throws LocalFault as {@link #verify(TimestampToken, Expected)}
     */
    public VerifiedTimestamp verify(TimestampToken token, byte[] stamped) throws LocalFault {
        return verify(token, Expected.imprint(token.imprint().algorithm().of(stamped)));
    }

    /**
     * Verifies a token.
     *
     * @throws LocalFault a constant of {@link TimestampFault} that says what does not hold
     */
    public VerifiedTimestamp verify(TimestampToken token, Expected expected) throws LocalFault {
        checkContent(token, expected);
        X509Certificate authority = authority(token);
        checkCertificate(authority, token.genTime());
        TokenSignature.verify(token.content(), authority);
        return new VerifiedTimestamp(token, authority);
    }

    private static void checkContent(TimestampToken token, Expected expected) throws LocalFault {
        if (!token.imprint().equals(expected.imprint())) {
            throw new LocalFault(TimestampFault.TIMESTAMP_IMPRINT_MISMATCH, "The time-stamp token is for other data");
        }
        if (expected.nonce().isPresent() && !expected.nonce().equals(token.nonce())) {
            throw new LocalFault(
                    TimestampFault.TIMESTAMP_NONCE_MISMATCH, "The time-stamp token answers another request");
        }
        if (expected.policy().isPresent() && !expected.policy().get().equals(token.policy())) {
            throw new LocalFault(
                    TimestampFault.TIMESTAMP_POLICY_MISMATCH, "The time-stamp token was given under another policy");
        }
    }

    /** The approved certificate that the token names; after a renewal with the same key there may be two to choose from. */
    private X509Certificate authority(TimestampToken token) throws LocalFault {
        List<X509Certificate> named =
                approved.stream().filter(token::namesAsSigner).toList();
        if (named.isEmpty()) {
            throw new LocalFault(
                    TimestampFault.TSP_CERTIFICATE_NOT_FOUND,
                    "The time-stamp token is not signed by an authority of the global configuration");
        }
        return named.stream()
                .filter(candidate -> SignerReference.vouchesFor(token.content().signer(), candidate))
                .filter(candidate ->
                        !token.content().holdsCertificates() || token.content().holds(candidate))
                .findFirst()
                .orElseThrow(() -> TimestampFaults.signature(
                        "The time-stamp token refers to another certificate than the approved one"));
    }

    private static void checkCertificate(X509Certificate certificate, Instant genTime) throws LocalFault {
        if (!isForTimestampsOnly(certificate)) {
            throw unusable("The time-stamping authority's certificate is not for time-stamping alone");
        }
        if (genTime.isBefore(certificate.getNotBefore().toInstant())
                || genTime.isAfter(certificate.getNotAfter().toInstant())) {
            throw unusable("The time-stamping authority's certificate was not valid at the time of the token");
        }
        try {
            KeyLimits.check(certificate.getPublicKey());
        } catch (LocalFault e) {
            throw TimestampFaults.algorithm("The time-stamping authority's key has a kind or size that is not used")
                    .causedBy(e);
        }
    }

    private static boolean isForTimestampsOnly(X509Certificate certificate) {
        try {
            @Nullable Set<String> critical = certificate.getCriticalExtensionOIDs();
            @Nullable List<String> usages = certificate.getExtendedKeyUsage();
            return critical != null
                    && critical.contains(Extension.extendedKeyUsage.getId())
                    && List.of(TIME_STAMPING).equals(usages);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static LocalFault unusable(String text) {
        return new LocalFault(TimestampFault.TIMESTAMP_CERTIFICATE_NOT_USABLE, text);
    }
}
