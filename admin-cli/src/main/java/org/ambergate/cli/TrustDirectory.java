package org.ambergate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.InstanceConfiguration;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.pki.ApprovedAuthorities;
import org.ambergate.pki.OcspPolicy;
import org.ambergate.pki.TrustBase;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The authorities in a global configuration directory (global configuration specification, section 4). Whoever gives the
 * directory vouches for it: offline nothing says how old it may be, so its times of expiry do not count.
 */
final class TrustDirectory {
    private static final String INSTANCE_FILE = "instance-identifier";
    private static final String METADATA_SUFFIX = ".metadata";
    private static final int METADATA_BYTES_MAX = 64 * 1024;
    private static final int INSTANCE_BYTES_MAX = 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TrustDirectory() {}

    /**
     * Reads a directory.
     *
     * @throws IOException if a file is missing, cannot be read, or is longer than such files are
     * @throws LocalFault if the configuration breaks its format
     */
    static TrustBase read(Path directory) throws IOException, LocalFault {
        String own =
                new String(bytes(directory.resolve(INSTANCE_FILE), INSTANCE_BYTES_MAX), StandardCharsets.UTF_8).strip();
        Map<String, ApprovedAuthorities> authorities = new HashMap<>();
        Optional<OcspPolicy> policy = Optional.empty();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, TrustDirectory::isInstance)) {
            for (Path entry : entries) {
                InstanceConfiguration instance = InstanceConfiguration.of(shared(entry), Instant.MAX);
                authorities.put(instance.instance(), instance.authorities());
                if (instance.instance().equals(own)) {
                    policy = Optional.of(policy(entry, instance.parameters().ocspFreshness()));
                }
            }
        }
        return new TrustBase(
                authorities,
                policy.orElseThrow(() -> new NoSuchFileException("no shared parameters of instance " + own)));
    }

    /**
     * The certificates of the time-stamping authorities that any instance in a directory lists.
     *
     * @throws IOException as {@link #read}
     * @throws LocalFault as {@link #read}
     */
    static List<X509Certificate> timestampCertificates(Path directory) throws IOException, LocalFault {
        List<X509Certificate> certificates = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, TrustDirectory::isInstance)) {
            for (Path entry : entries) {
                shared(entry).timestampAuthorities().forEach(authority -> certificates.add(authority.certificate()));
            }
        }
        return List.copyOf(certificates);
    }

    private static boolean isInstance(Path path) {
        return Files.isRegularFile(path.resolve(ConfigurationPart.SHARED_PARAMETERS.fileName()));
    }

    private static SharedParameters shared(Path directory) throws IOException, LocalFault {
        String name = ConfigurationPart.SHARED_PARAMETERS.fileName();
        byte[] xml = bytes(directory.resolve(name), ConfigurationPart.BYTES_MAX);
        return SharedParameters.parse(xml, version(directory.resolve(name + METADATA_SUFFIX)));
    }

    private static OcspPolicy policy(Path directory, Duration freshness) throws IOException, LocalFault {
        Path file = directory.resolve(ConfigurationPart.NEXT_UPDATE.fileName());
        OptionalParts parts = OptionalParts.DEFAULT;
        if (Files.exists(file)) {
            parts = parts.with(ConfigurationPart.NEXT_UPDATE, bytes(file, ConfigurationPart.BYTES_MAX));
        }
        return new OcspPolicy(freshness, parts.verifyNextUpdate());
    }

    private static int version(Path metadata) throws IOException {
        try {
            JsonNode version =
                    JSON.readTree(bytes(metadata, METADATA_BYTES_MAX)).path("configurationVersion");
            return version.isMissingNode() ? SharedParameters.VERSION_MIN : Integer.parseInt(version.asString());
        } catch (JacksonException | NumberFormatException e) {
            throw new IOException("The configuration's metadata cannot be read: " + metadata, e);
        }
    }

    private static byte[] bytes(Path file, int max) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(max + 1);
            if (bytes.length > max) {
                throw new IOException("A file is longer than " + max + " bytes: " + file);
            }
            return bytes;
        }
    }
}
