package org.ambergate.asic;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import org.ambergate.pki.TrustBase;
import org.ambergate.signature.SignatureExaminer;
import org.ambergate.timestamp.TimestampVerifier;

/**
 * Verifies containers offline (evidence specification, section 8; ETSI EN 319 102-1). Everything that can be checked is
 * checked, whatever has failed before; the signature, its certificate and its OCSP response are judged at the time of the
 * time-stamp. Nothing is fetched and no clock is read, so a verdict never changes. Safe for use by several threads.
 */
public final class ContainerVerifier {
    private final SignatureExaminer signatures;
    private final TimestampVerifier timestamps;
    private final AsicLimits limits;

    /**
     * @param trust the approved authorities
     * @param timestampCertificates the approved time-stamping certificates of all instances
     */
    public ContainerVerifier(TrustBase trust, List<X509Certificate> timestampCertificates, AsicLimits limits) {
        this.signatures = new SignatureExaminer(trust);
        this.timestamps = new TimestampVerifier(timestampCertificates);
        this.limits = limits;
    }

    /** Verifies a file in memory. Whatever the bytes are, the answer is a report. */
    public VerificationReport verify(byte[] file) {
        try {
            return new ContainerExamination(AsicContainer.read(file, limits), signatures, timestamps).report();
        } catch (ContainerRefused e) {
            return VerificationReport.refused(e.finding());
        }
    }

    /**
     * Verifies a file from a stream, of which at most one byte beyond the limit is read.
     *
     * @throws IOException if the stream fails
     */
    public VerificationReport verify(InputStream in) throws IOException {
        return verify(in.readNBytes(limits.fileBytesMax() + 1));
    }
}
