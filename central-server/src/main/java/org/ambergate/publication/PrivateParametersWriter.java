package org.ambergate.publication;

import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.xml.stream.XMLStreamException;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.ManagementService;
import org.ambergate.identifier.ClientId;

/** Writes private parameters, alike in all versions, and the optional parts (specification, sections 5.2 and 5.3). */
final class PrivateParametersWriter {
    private PrivateParametersWriter() {}

    static byte[] write(InstanceDescription description) {
        return XmlOutput.document(out -> {
            out.text("instanceIdentifier", description.instance());
            for (ConfigurationAnchor anchor : description.federation()) {
                out.element("configurationAnchor", inside -> anchor(inside, anchor));
            }
            out.element(
                    "managementService",
                    inside -> managementService(inside, description.settings().managementService()));
            out.text(
                    "timeStampingIntervalSeconds",
                    Long.toString(description.settings().timestampingInterval().toSeconds()));
        });
    }

    static byte[] fetchInterval(Duration interval) {
        return XmlOutput.document(out -> out.text("ocspFetchInterval", Long.toString(interval.toSeconds())));
    }

    static byte[] nextUpdate(boolean verify) {
        return XmlOutput.document(out -> out.text("verifyNextUpdate", Boolean.toString(verify)));
    }

    static byte[] monitoring(ClientId client) {
        return XmlOutput.document(
                out -> out.element("monitoringClient", inside -> inside.client("monitoringClientId", client)));
    }

    private static void anchor(XmlOutput out, ConfigurationAnchor anchor) throws XMLStreamException {
        out.text("generatedAt", anchor.generatedAt().map(Object::toString));
        out.text("instanceIdentifier", anchor.instance());
        for (ConfigurationAnchor.Source source : anchor.sources()) {
            out.element("source", inside -> {
                inside.text("downloadURL", source.downloadUrl().toString());
                for (X509Certificate certificate : source.verificationCertificates()) {
                    inside.certificate("verificationCert", certificate);
                }
            });
        }
    }

    private static void managementService(XmlOutput out, ManagementService service) throws XMLStreamException {
        out.text("authCertRegServiceAddress", service.registrationAddress());
        if (service.registrationCertificate().isPresent()) {
            out.certificate(
                    "authCertRegServiceCert", service.registrationCertificate().get());
        }
        out.client("managementRequestServiceProviderId", service.provider());
    }
}
