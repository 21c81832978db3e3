package org.ambergate.globalconf;

import java.time.Duration;
import java.util.Optional;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.ClientId;
import org.jspecify.annotations.Nullable;

/**
 * The settings that an instance may publish besides its parameters (global configuration specification, section 5.3).
 *
 * @param ocspFetchInterval how often OCSP responses are fetched
 * @param verifyNextUpdate whether an OCSP response whose nextUpdate has passed is refused
 * @param monitoringClient the party that may read monitoring data of all servers
 */
public record OptionalParts(Duration ocspFetchInterval, boolean verifyNextUpdate, Optional<ClientId> monitoringClient) {
    /** What holds where an instance publishes none of them. */
    public static final OptionalParts DEFAULT = new OptionalParts(Duration.ofMinutes(20), true, Optional.empty());

    /** Shorter intervals act as this one. */
    static final Duration FETCH_INTERVAL_MIN = Duration.ofMinutes(1);

    static final int FETCH_INTERVAL_SECONDS_MAX = 7 * 24 * 3600;

    /** The parts have one element each. */
    static final int BYTES_MAX = 64 * 1024;

    /**
     * These settings with one part read over them; parts that are no settings change nothing.
     *
     * @throws LocalFault {@code malformed_global_conf}
     */
    public OptionalParts with(ConfigurationPart part, byte[] xml) throws LocalFault {
        return switch (part) {
            case FETCH_INTERVAL ->
                new OptionalParts(read(xml, OptionalParts::fetchInterval), verifyNextUpdate, monitoringClient);
            case NEXT_UPDATE ->
                new OptionalParts(ocspFetchInterval, read(xml, OptionalParts::nextUpdate), monitoringClient);
            case MONITORING ->
                new OptionalParts(ocspFetchInterval, verifyNextUpdate, read(xml, OptionalParts::monitoring));
            case PRIVATE_PARAMETERS, SHARED_PARAMETERS -> this;
        };
    }

    private static <T> T read(byte[] xml, XmlCursor.Reading<T> reading) throws LocalFault {
        return XmlCursor.read(xml, BYTES_MAX, ConfigurationFault.MALFORMED_GLOBAL_CONF, "conf", reading);
    }

    private static Duration fetchInterval(XmlCursor xml) throws LocalFault {
        @Nullable Integer seconds = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "ocspFetchInterval" -> seconds = xml.once(seconds, xml.numberText(FETCH_INTERVAL_SECONDS_MAX));
                default -> xml.skip();
            }
        }
        Duration interval = Duration.ofSeconds(xml.required(seconds, "ocspFetchInterval"));
        return interval.compareTo(FETCH_INTERVAL_MIN) < 0 ? FETCH_INTERVAL_MIN : interval;
    }

    private static boolean nextUpdate(XmlCursor xml) throws LocalFault {
        @Nullable Boolean verify = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "verifyNextUpdate" -> verify = xml.once(verify, xml.booleanText());
                default -> xml.skip();
            }
        }
        return xml.required(verify, "verifyNextUpdate");
    }

    private static Optional<ClientId> monitoring(XmlCursor xml) throws LocalFault {
        Optional<ClientId> client = Optional.empty();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "monitoringClient" -> client = monitoringClient(xml);
                default -> xml.skip();
            }
        }
        return client;
    }

    private static Optional<ClientId> monitoringClient(XmlCursor xml) throws LocalFault {
        Optional<ClientId> client = Optional.empty();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "monitoringClientId" -> client = IdentifierXml.client(xml);
                default -> xml.skip();
            }
        }
        return client;
    }
}
