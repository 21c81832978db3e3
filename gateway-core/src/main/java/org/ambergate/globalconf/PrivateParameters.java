package org.ambergate.globalconf;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.ClientId;
import org.jspecify.annotations.Nullable;

/**
 * What only the servers of an instance itself know (global configuration specification, section 5.2).
 *
 * @param instance the instance identifier
 * @param federation anchors of federated instances
 * @param managementService where management requests go
 * @param timestampingInterval how often a message log is time-stamped
 */
public record PrivateParameters(
        String instance,
        List<ConfigurationAnchor> federation,
        ManagementService managementService,
        Duration timestampingInterval) {
    /** A day: messages may not wait longer for a time-stamp whatever the register says. */
    static final int TIMESTAMPING_SECONDS_MAX = 24 * 3600;

    public PrivateParameters {
        federation = List.copyOf(federation);
    }

    /**
     * Parses a part; all versions have one form.
     *
     * @throws LocalFault {@code malformed_global_conf}
     */
    public static PrivateParameters parse(byte[] xml) throws LocalFault {
        return XmlCursor.read(
                xml,
                ConfigurationPart.BYTES_MAX,
                ConfigurationFault.MALFORMED_GLOBAL_CONF,
                "conf",
                PrivateParameters::read);
    }

    private static PrivateParameters read(XmlCursor xml) throws LocalFault {
        @Nullable String instance = null;
        @Nullable ManagementService managementService = null;
        @Nullable Integer seconds = null;
        List<ConfigurationAnchor> federation = new ArrayList<>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "instanceIdentifier" -> instance = xml.once(instance, InstanceName.checked(xml, xml.text()));
                case "configurationAnchor" -> federation.add(AnchorXml.readEmbedded(xml));
                case "managementService" -> managementService = xml.once(managementService, managementService(xml));
                case "timeStampingIntervalSeconds" ->
                    seconds = xml.once(seconds, xml.numberText(TIMESTAMPING_SECONDS_MAX));
                default -> xml.skip();
            }
        }
        return new PrivateParameters(
                xml.required(instance, "instanceIdentifier"),
                federation,
                xml.required(managementService, "managementService"),
                Duration.ofSeconds(xml.required(seconds, "timeStampingIntervalSeconds")));
    }

    private static ManagementService managementService(XmlCursor xml) throws LocalFault {
        @Nullable String address = null;
        @Nullable X509Certificate certificate = null;
        @Nullable ClientId provider = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "authCertRegServiceAddress" ->
                    address = xml.once(address, xml.text().strip());
                case "authCertRegServiceCert" -> certificate = xml.once(certificate, xml.certificateText());
                case "managementRequestServiceProviderId" ->
                    provider = xml.once(
                            provider,
                            IdentifierXml.client(xml)
                                    .orElseThrow(
                                            () -> xml.malformed("The management service's provider is no client")));
                default -> xml.skip();
            }
        }
        return new ManagementService(
                xml.required(address, "authCertRegServiceAddress"),
                Optional.ofNullable(certificate),
                xml.required(provider, "managementRequestServiceProviderId"));
    }
}
