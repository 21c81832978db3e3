package org.ambergate.trust;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.pki.Certificates;
import org.ambergate.testsupport.TestCertificate;

/** Small parameter files, written apart from the product's own writer. */
final class ParametersForm {
    private static final String HEAD = "<x:conf xmlns:x='http://x-road.eu/xsd/xroad.xsd'"
            + " xmlns:i='http://x-road.eu/xsd/identifiers'><instanceIdentifier>";

    private ParametersForm() {}

    /** Shared parameters of one member with one server; the subsystem's code tells versions apart. */
    static byte[] shared(String instance, String subsystem) {
        return shared(instance, subsystem, "");
    }

    /** The same, naming a place where they are published. */
    static byte[] shared(String instance, String subsystem, String address, TestCertificate signer) {
        String certificate = Base64.getEncoder().encodeToString(Certificates.encoded(signer.certificate()));
        return shared(
                instance,
                subsystem,
                "<source><address>" + address + "</address><internalVerificationCert>" + certificate
                        + "</internalVerificationCert><externalVerificationCert>" + certificate
                        + "</externalVerificationCert></source>");
    }

    private static byte[] shared(String instance, String subsystem, String source) {
        return (HEAD + instance + "</instanceIdentifier>" + source
                        + "<member id='m'><memberClass><code>GOV</code><description>d</description></memberClass>"
                        + "<memberCode>1</memberCode><name>n</name><subsystem id='s'><subsystemCode>" + subsystem
                        + "</subsystemCode></subsystem></member><securityServer><owner>m</owner>"
                        + "<serverCode>ss1</serverCode><address>ss1.example</address><client>s</client>"
                        + "</securityServer><globalSettings><ocspFreshnessSeconds>3600</ocspFreshnessSeconds>"
                        + "</globalSettings></x:conf>")
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] privateParameters(String instance, List<ConfigurationAnchor> federation) {
        StringBuilder anchors = new StringBuilder();
        for (ConfigurationAnchor anchor : federation) {
            String text = new String(anchor.encode(), StandardCharsets.UTF_8);
            String inside = text.substring(text.indexOf("<generatedAt>"), text.lastIndexOf("</"));
            anchors.append("<configurationAnchor>").append(inside).append("</configurationAnchor>");
        }
        return (HEAD + instance + "</instanceIdentifier>" + anchors
                        + "<managementService><authCertRegServiceAddress>https://cs.example:4001/"
                        + "</authCertRegServiceAddress><managementRequestServiceProviderId i:objectType='MEMBER'>"
                        + "<i:xRoadInstance>" + instance + "</i:xRoadInstance><i:memberClass>GOV</i:memberClass>"
                        + "<i:memberCode>1</i:memberCode></managementRequestServiceProviderId></managementService>"
                        + "<timeStampingIntervalSeconds>60</timeStampingIntervalSeconds></x:conf>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
