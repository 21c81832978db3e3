package org.ambergate.trust;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.SignedDirectory;
import org.ambergate.net.Deadline;

/**
 * One attempt at one source: directory and parts share one deadline and one allowance of bytes. Single-threaded, used
 * once.
 */
final class SourceDownload {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** Versions below this are not probed for: if nothing newer is there, the oldest must be. */
    private static final int PROBED_VERSION_MIN = 3;

    private final ConfigurationDownloads downloads;
    private final Deadline deadline;
    private int bytesLeft = ConfigurationPart.BYTES_MAX;

    SourceDownload(ConfigurationDownloads downloads, Deadline deadline) {
        this.downloads = downloads;
        this.deadline = deadline;
    }

    /**
     * A verified directory.
     *
     * @param url where it was found, with its version
     * @param version the version asked for; empty if the location's address chose it
     * @param directory its content
     */
    record Found(URI url, OptionalInt version, SignedDirectory directory) {}

    /**
     * Finds the newest version at a location and verifies it.
     *
     * @param knownVersion the version this location had last time; asked for without probing
     */
    Found directory(SourceLocation location, OptionalInt knownVersion, Instant now)
            throws LocalFault, InterruptedException {
        OptionalInt version = hasVersion(location.url()) ? OptionalInt.empty() : knownVersion;
        boolean probing = version.isEmpty() && !hasVersion(location.url());
        int candidate = version.orElse(SharedParameters.VERSION_MAX);
        while (true) {
            URI url = hasVersion(location.url()) ? location.url() : withVersion(location.url(), candidate);
            ConfigurationDownloads.Answer answer = get(url, SignedDirectory.DIRECTORY_BYTES_MAX);
            if (probing && answer.status() == NOT_FOUND && candidate > SharedParameters.VERSION_MIN) {
                candidate = candidate > PROBED_VERSION_MIN ? candidate - 1 : SharedParameters.VERSION_MIN;
                continue;
            }
            requireOk(answer);
            OptionalInt asked = hasVersion(location.url()) ? OptionalInt.empty() : OptionalInt.of(candidate);
            return new Found(url, asked, SignedDirectory.verify(answer.body(), location.certificates(), now));
        }
    }

    /**
     * Downloads a part and compares it with what the directory says.
     *
     * @throws LocalFault {@code malformed_global_conf} if the bytes are not those that were signed for
     */
    byte[] part(URI directoryUrl, SignedDirectory.Part part) throws LocalFault, InterruptedException {
        ConfigurationDownloads.Answer answer = get(partUrl(directoryUrl, part.location()), ConfigurationPart.BYTES_MAX);
        requireOk(answer);
        if (!part.digest().algorithm().of(answer.body()).equals(part.digest())) {
            throw new LocalFault(
                    VerificationFault.INVALID_SIGNATURE_VALUE,
                    "The part " + part.contentIdentifier() + " is not the one that the directory names");
        }
        return answer.body();
    }

    private ConfigurationDownloads.Answer get(URI url, int bytesMax) throws LocalFault, InterruptedException {
        if (deadline.isPast()) {
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "A source of configuration did not answer in time");
        }
        ConfigurationDownloads.Answer answer = downloads.get(url, Math.min(bytesMax, bytesLeft), deadline);
        bytesLeft -= answer.body().length;
        return answer;
    }

    private static void requireOk(ConfigurationDownloads.Answer answer) throws LocalFault {
        if (answer.status() != OK) {
            throw new LocalFault(
                    GeneralFault.HTTP_ERROR, "A source of configuration answered with status " + answer.status());
        }
    }

    private static boolean hasVersion(URI url) {
        String query = url.getRawQuery();
        return query != null && Arrays.stream(query.split("&", -1)).anyMatch(p -> p.startsWith("version="));
    }

    private static URI withVersion(URI url, int version) {
        String separator = url.getRawQuery() == null ? "?" : "&";
        return URI.create(url + separator + "version=" + version);
    }

    /** A part must lie on the host of its directory: a source has no business sending this server elsewhere. */
    private static URI partUrl(URI directoryUrl, String location) throws LocalFault {
        try {
            URI url = directoryUrl.resolve(new URI(location));
            boolean sameHost = directoryUrl.getScheme().equalsIgnoreCase(url.getScheme())
                    && directoryUrl.getHost().equalsIgnoreCase(url.getHost())
                    && directoryUrl.getPort() == url.getPort();
            if (sameHost) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, "A part's location is not a URL")
                    .causedBy(e);
        }
        throw new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, "A part's location is on another host");
    }
}
