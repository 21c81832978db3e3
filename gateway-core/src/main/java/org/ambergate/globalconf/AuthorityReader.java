package org.ambergate.globalconf;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;

/** Reads one approved certification service. Single-threaded, used once. */
final class AuthorityReader {
    private final XmlCursor xml;
    private @Nullable String name;
    private @Nullable Boolean authenticationOnly;
    private ApprovedAuthority.@Nullable Authority top;
    private @Nullable String profileClassName;
    private @Nullable String certificateRequestFormat;
    private ApprovedAuthority.@Nullable AcmeServer acmeServer;
    private final List<ApprovedAuthority.Authority> intermediates = new ArrayList<>();

    AuthorityReader(XmlCursor xml) {
        this.xml = xml;
    }

    ApprovedAuthority read() throws LocalFault {
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "name" -> name = xml.once(name, xml.text());
                case "authenticationOnly" -> authenticationOnly = xml.once(authenticationOnly, xml.booleanText());
                case "topCA" -> top = xml.once(top, authority());
                case "intermediateCA" -> intermediates.add(authority());
                case "certificateProfileInfo" ->
                    profileClassName = xml.once(profileClassName, xml.text().strip());
                case "defaultCsrFormat" ->
                    certificateRequestFormat =
                            xml.once(certificateRequestFormat, xml.text().strip());
                case "acmeServer" -> acmeServer = xml.once(acmeServer, acmeServer());
                default -> xml.skip();
            }
        }
        return new ApprovedAuthority(
                xml.required(name, "name"),
                Boolean.TRUE.equals(authenticationOnly),
                xml.required(top, "topCA"),
                intermediates,
                xml.required(profileClassName, "certificateProfileInfo"),
                Optional.ofNullable(certificateRequestFormat),
                Optional.ofNullable(acmeServer));
    }

    /** A cost this reader does not know counts as undefined, so that a new kind does not stop an instance. */
    static CostType costType(XmlCursor xml) throws LocalFault {
        String text = xml.text().strip();
        return Arrays.stream(CostType.values())
                .filter(type -> type.name().equals(text))
                .findFirst()
                .orElse(CostType.UNDEFINED);
    }

    private ApprovedAuthority.Authority authority() throws LocalFault {
        @Nullable X509Certificate certificate = null;
        List<OcspResponder> responders = new ArrayList<>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "cert" -> certificate = xml.once(certificate, xml.certificateText());
                case "ocsp" -> responders.add(responder());
                default -> xml.skip();
            }
        }
        return new ApprovedAuthority.Authority(xml.required(certificate, "cert"), responders);
    }

    private OcspResponder responder() throws LocalFault {
        @Nullable String url = null;
        @Nullable X509Certificate certificate = null;
        @Nullable CostType costType = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "url" -> url = xml.once(url, xml.text().strip());
                case "cert" -> certificate = xml.once(certificate, xml.certificateText());
                case "costType" -> costType = xml.once(costType, costType(xml));
                default -> xml.skip();
            }
        }
        return new OcspResponder(
                xml.required(url, "url"), Optional.ofNullable(certificate), Optional.ofNullable(costType));
    }

    private ApprovedAuthority.AcmeServer acmeServer() throws LocalFault {
        @Nullable String directoryUrl = null;
        @Nullable String ipAddress = null;
        @Nullable String authenticationProfileId = null;
        @Nullable String signingProfileId = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "directoryURL" ->
                    directoryUrl = xml.once(directoryUrl, xml.text().strip());
                case "ipAddress" -> ipAddress = xml.once(ipAddress, xml.text().strip());
                case "authenticationCertificateProfileId" ->
                    authenticationProfileId = xml.once(authenticationProfileId, xml.text());
                case "signingCertificateProfileId" -> signingProfileId = xml.once(signingProfileId, xml.text());
                default -> xml.skip();
            }
        }
        return new ApprovedAuthority.AcmeServer(
                xml.required(directoryUrl, "directoryURL"),
                Optional.ofNullable(ipAddress),
                Optional.ofNullable(authenticationProfileId),
                Optional.ofNullable(signingProfileId));
    }
}
