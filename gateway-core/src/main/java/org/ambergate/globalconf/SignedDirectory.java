package org.ambergate.globalconf;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.KeyLimits;

/**
 * The signed list of a configuration's parts (global configuration specification, section 3.5). An object exists only
 * for a directory whose signature was verified and that had not expired.
 */
public final class SignedDirectory {
    /** Real directories have two kilobytes. */
    public static final int DIRECTORY_BYTES_MAX = 1024 * 1024;

    private final DirectoryEntries entries;

    private SignedDirectory(DirectoryEntries entries) {
        this.entries = entries;
    }

    /**
     * One part.
     *
     * @param contentIdentifier as written, empty if absent
     * @param kind the part, if it is one this server knows
     * @param instance the instance it belongs to; present for private and shared parameters
     * @param location where it is to be had, relative to the directory's address
     * @param fileName a hint from the source, not to be trusted as a path
     * @param digest of its exact bytes
     */
    public record Part(
            String contentIdentifier,
            Optional<ConfigurationPart> kind,
            Optional<String> instance,
            String location,
            Optional<String> fileName,
            Digest digest) {}

    /**
     * Verifies a directory.
     *
     * @param body the exact bytes that were downloaded
     * @param verificationCertificates those listed for the location it came from; used for their public keys only
     * @param now the time at which it must not have expired
     * @throws LocalFault {@code malformed_global_conf}; {@code invalid_signature_value} also if no certificate is the
     *     one named; {@code unsupported_algorithm}; {@code global_conf_outdated}
     */
    public static SignedDirectory verify(byte[] body, List<X509Certificate> verificationCertificates, Instant now)
            throws LocalFault {
        if (body.length > DIRECTORY_BYTES_MAX) {
            throw DirectoryLines.malformed("The directory is longer than " + DIRECTORY_BYTES_MAX + " bytes");
        }
        DirectoryEnvelope envelope = DirectoryEnvelope.parse(body);
        verifySignature(envelope, verificationCertificates);
        DirectoryEntries entries = DirectoryEntries.parse(envelope.signed(), envelope.innerBoundary());
        if (!now.isBefore(entries.expires())) {
            throw new LocalFault(
                    ConfigurationFault.GLOBAL_CONF_OUTDATED, "The directory expired at " + entries.expires());
        }
        return new SignedDirectory(entries);
    }

    /** The first instant at which it no longer holds. */
    public Instant expires() {
        return entries.expires();
    }

    /** The format version of the parts, 2 to 6. */
    public int version() {
        return entries.version();
    }

    /** All parts in the order listed, also those this server does not know. */
    public List<Part> parts() {
        return entries.parts();
    }

    private static void verifySignature(DirectoryEnvelope envelope, List<X509Certificate> certificates)
            throws LocalFault {
        DirectorySignatureMethod method = DirectorySignatureMethod.byUri(
                        envelope.signatureHeader().required("signature-algorithm-id"))
                .orElseThrow(() -> unsupported("The directory is signed with an algorithm that is not allowed"));
        PublicKey key = signer(envelope, certificates).getPublicKey();
        KeyLimits.check(key);
        if (!method.fits(key)) {
            throw unsupported("The directory's signature method is not one for the listed key");
        }
        if (!method.verifies(key, envelope.signed(), envelope.signature())) {
            throw invalid("The directory's signature does not verify");
        }
    }

    /** The listed certificate that the directory names by its hash; the hash only selects, so SHA-1 does no harm. */
    private static X509Certificate signer(DirectoryEnvelope envelope, List<X509Certificate> certificates)
            throws LocalFault {
        HeaderValue hash = HeaderValue.parse(envelope.signatureHeader().required("verification-certificate-hash"));
        DigestAlgorithm algorithm = DigestAlgorithm.byUri(hash.required("hash-algorithm-id"))
                .orElseThrow(() -> unsupported("The directory names its signer by an unknown digest algorithm"));
        byte[] value = DirectoryEnvelope.base64(hash.value());
        if (value.length != algorithm.length()) {
            throw DirectoryLines.malformed("The certificate hash does not have its algorithm's length");
        }
        Digest wanted = new Digest(algorithm, value);
        for (X509Certificate certificate : certificates) {
            if (algorithm.of(Certificates.encoded(certificate)).equals(wanted)) {
                return certificate;
            }
        }
        throw invalid("The directory is signed by a key that is not listed for its source");
    }

    private static LocalFault unsupported(String text) {
        return new LocalFault(VerificationFault.UNSUPPORTED_ALGORITHM, text);
    }

    private static LocalFault invalid(String text) {
        return new LocalFault(VerificationFault.INVALID_SIGNATURE_VALUE, text);
    }
}
