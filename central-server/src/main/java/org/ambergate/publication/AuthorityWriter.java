package org.ambergate.publication;

import javax.xml.stream.XMLStreamException;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.OcspResponder;

/** Writes approved certification services. */
final class AuthorityWriter {
    private static final int VERSION_WITH_ACME = 3;
    private static final int VERSION_WITH_ACME_PROFILES = 4;
    private static final int VERSION_WITH_COSTS = 6;
    private static final int VERSION_WITH_REQUEST_FORMAT = 6;

    private final int version;

    AuthorityWriter(int version) {
        this.version = version;
    }

    void write(XmlOutput out, ApprovedAuthority authority) throws XMLStreamException {
        out.text("name", authority.name());
        out.text("authenticationOnly", Boolean.toString(authority.authenticationOnly()));
        out.element("topCA", inside -> authority(inside, authority.top()));
        for (ApprovedAuthority.Authority intermediate : authority.intermediates()) {
            out.element("intermediateCA", inside -> authority(inside, intermediate));
        }
        out.text("certificateProfileInfo", authority.profileClassName());
        if (version >= VERSION_WITH_REQUEST_FORMAT) {
            out.text("defaultCsrFormat", authority.certificateRequestFormat());
        }
        if (version >= VERSION_WITH_ACME && authority.acmeServer().isPresent()) {
            out.element(
                    "acmeServer",
                    inside -> acmeServer(inside, authority.acmeServer().get()));
        }
    }

    private void authority(XmlOutput out, ApprovedAuthority.Authority authority) throws XMLStreamException {
        out.certificate("cert", authority.certificate());
        for (OcspResponder responder : authority.responders()) {
            out.element("ocsp", inside -> responder(inside, responder));
        }
    }

    private void responder(XmlOutput out, OcspResponder responder) throws XMLStreamException {
        out.text("url", responder.url());
        if (responder.certificate().isPresent()) {
            out.certificate("cert", responder.certificate().get());
        }
        if (version >= VERSION_WITH_COSTS) {
            out.text("costType", responder.costType().map(Enum::name));
        }
    }

    private void acmeServer(XmlOutput out, ApprovedAuthority.AcmeServer server) throws XMLStreamException {
        out.text("directoryURL", server.directoryUrl());
        out.text("ipAddress", server.ipAddress());
        if (version >= VERSION_WITH_ACME_PROFILES) {
            out.text("authenticationCertificateProfileId", server.authenticationProfileId());
            out.text("signingCertificateProfileId", server.signingProfileId());
        }
    }
}
