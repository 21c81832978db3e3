package org.ambergate.globalconf;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;

/**
 * Where the configuration of an instance is to be had, and whose signature it must bear (global configuration
 * specification, section 2).
 */
public final class ConfigurationAnchor {
    /** A hundred cluster nodes with ten certificates each stay below this. */
    public static final int ANCHOR_BYTES_MAX = 2 * 1024 * 1024;

    private final String instance;
    private final Optional<Instant> generatedAt;
    private final List<Source> sources;
    private final String hash;

    ConfigurationAnchor(String instance, Optional<Instant> generatedAt, List<Source> sources, byte[] bytes) {
        this.instance = instance;
        this.generatedAt = generatedAt;
        this.sources = List.copyOf(sources);
        this.hash = hashOf(bytes);
    }

    /**
     * One location.
     *
     * @param downloadUrl an http or https address, as a rule without a version query
     * @param verificationCertificates holders of public keys; their dates, issuers and usages mean nothing
     */
    public record Source(URI downloadUrl, List<X509Certificate> verificationCertificates) {
        public Source {
            verificationCertificates = List.copyOf(verificationCertificates);
        }
    }

    /**
     * Parses an anchor file.
     *
     * @throws LocalFault {@code malformed_anchor}
     */
    public static ConfigurationAnchor parse(byte[] xml) throws LocalFault {
        return XmlCursor.read(
                xml,
                ANCHOR_BYTES_MAX,
                ConfigurationFault.MALFORMED_ANCHOR,
                "configurationAnchor",
                cursor -> AnchorXml.read(cursor, xml));
    }

    /** Makes an anchor that was not read from a file; its hash is that of {@link #encode()}. */
    public static ConfigurationAnchor of(String instance, Instant generatedAt, List<Source> sources) {
        byte[] bytes = AnchorXml.write(instance, Optional.of(generatedAt), sources);
        return new ConfigurationAnchor(instance, Optional.of(generatedAt), sources, bytes);
    }

    public String instance() {
        return instance;
    }

    public Optional<Instant> generatedAt() {
        return generatedAt;
    }

    /** At least one, in the order of the file. */
    public List<Source> sources() {
        return sources;
    }

    /**
     * What people compare out of band: SHA-224 over the exact bytes of the file, in upper-case hexadecimal pairs joined
     * by colons. For an anchor that came inside private parameters, over {@link #encode()}.
     */
    public String hash() {
        return hash;
    }

    /** The anchor as a file. */
    public byte[] encode() {
        return AnchorXml.write(instance, generatedAt, sources);
    }

    private static String hashOf(byte[] bytes) {
        String hex = DigestAlgorithm.SHA224.of(bytes).hex().toUpperCase(Locale.ROOT);
        return IntStream.range(0, hex.length() / 2)
                .mapToObj(i -> hex.substring(2 * i, 2 * i + 2))
                .collect(Collectors.joining(":"));
    }
}
