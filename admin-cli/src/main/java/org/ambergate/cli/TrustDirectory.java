package org.ambergate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.InstanceConfiguration;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.RegisteredServer;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.ApprovedAuthorities;
import org.ambergate.pki.OcspPolicy;
import org.ambergate.pki.TrustBase;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The authorities in a global configuration directory, or in the {@code verificationconf.zip} that an X-Road server gives
 * out (global configuration specification, section 4; evidence specification, section 8). Whoever gives it vouches for
 * it: offline nothing says how old it may be, so its times of expiry do not count.
 *
 * @param trust what signatures are judged by
 * @param timestampCertificates the certificates that may sign time-stamps, of all instances
 * @param servers the registered security servers of all instances
 */
record TrustDirectory(TrustBase trust, List<X509Certificate> timestampCertificates, Set<SecurityServerId> servers) {
    static final String INSTANCE_FILE = "instance-identifier";
    static final int INSTANCE_BYTES_MAX = 1024;
    static final String METADATA_SUFFIX = ".metadata";
    private static final int METADATA_BYTES_MAX = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    TrustDirectory {
        timestampCertificates = List.copyOf(timestampCertificates);
        servers = Set.copyOf(servers);
    }

    /** Trusts no authority at all. */
    static TrustDirectory nobody() {
        TrustBase trust = new TrustBase(Map.of(), new OcspPolicy(Duration.ofHours(1), true));
        return new TrustDirectory(trust, List.of(), Set.of());
    }

    /**
     * Reads a directory or a ZIP file.
     *
     * @throws IOException if a file is missing, cannot be read, or is longer than such files are
     * @throws LocalFault if the configuration breaks its format
     */
    static TrustDirectory read(Path place) throws IOException, LocalFault {
        TrustFiles files = TrustFiles.of(place);
        String own = new String(files.bytes(INSTANCE_FILE, INSTANCE_BYTES_MAX), StandardCharsets.UTF_8).strip();
        Map<String, ApprovedAuthorities> authorities = new HashMap<>();
        List<X509Certificate> timestamps = new ArrayList<>();
        Set<SecurityServerId> servers = new HashSet<>();
        Optional<OcspPolicy> policy = Optional.empty();
        for (String directory : files.directories(ConfigurationPart.SHARED_PARAMETERS.fileName())) {
            InstanceConfiguration instance = InstanceConfiguration.of(shared(files, directory), Instant.MAX);
            authorities.put(instance.instance(), instance.authorities());
            instance.parameters().timestampAuthorities().stream()
                    .map(TimestampAuthority::certificate)
                    .forEach(timestamps::add);
            instance.parameters().servers().stream().map(RegisteredServer::id).forEach(servers::add);
            if (instance.instance().equals(own)) {
                policy = Optional.of(
                        policy(files, directory, instance.parameters().ocspFreshness()));
            }
        }
        TrustBase trust = new TrustBase(
                authorities,
                policy.orElseThrow(() -> new NoSuchFileException("no shared parameters of instance " + own)));
        return new TrustDirectory(trust, timestamps, servers);
    }

    private static SharedParameters shared(TrustFiles files, String directory) throws IOException, LocalFault {
        String name = directory + "/" + ConfigurationPart.SHARED_PARAMETERS.fileName();
        byte[] xml = files.bytes(name, ConfigurationPart.BYTES_MAX);
        return SharedParameters.parse(xml, version(files, name));
    }

    private static OcspPolicy policy(TrustFiles files, String directory, Duration freshness)
            throws IOException, LocalFault {
        String name = directory + "/" + ConfigurationPart.NEXT_UPDATE.fileName();
        OptionalParts parts = OptionalParts.DEFAULT;
        if (files.has(name)) {
            parts = parts.with(ConfigurationPart.NEXT_UPDATE, files.bytes(name, ConfigurationPart.BYTES_MAX));
        }
        return new OcspPolicy(freshness, parts.verifyNextUpdate());
    }

    /** The version of a file of shared parameters, which stands beside it. */
    static int version(TrustFiles files, String sharedParameters) throws IOException {
        String metadata = sharedParameters + METADATA_SUFFIX;
        try {
            JsonNode version =
                    JSON.readTree(files.bytes(metadata, METADATA_BYTES_MAX)).path("configurationVersion");
            return version.isMissingNode() ? SharedParameters.VERSION_MIN : Integer.parseInt(version.asString());
        } catch (JacksonException | NumberFormatException e) {
            throw new IOException("The configuration's metadata cannot be read: " + metadata, e);
        }
    }
}
