package org.ambergate.differential;

import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.security.cert.X509Certificate;
import java.util.List;

/** The European Commission's DSS library, with trust anchors and nothing to download from. */
final class EuropeanVerifier {
    private final CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();

    EuropeanVerifier(List<X509Certificate> certificates) {
        certificates.forEach(certificate -> trusted.addCertificate(new CertificateToken(certificate)));
    }

    Reports validate(byte[] container) {
        return validate(document(container));
    }

    Reports validate(SignedDocumentValidator validator) {
        // Without sources for downloads it fetches nothing.
        CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
        verifier.setTrustedCertSources(trusted);
        validator.setCertificateVerifier(verifier);
        return validator.validateDocument();
    }

    /** What it says about the container's one signature; how it ended, if it did not get so far. */
    String verdict(byte[] container) {
        try {
            Reports reports = validate(container);
            List<String> ids = reports.getSimpleReport().getSignatureIdList();
            return ids.size() == 1
                    ? reports.getSimpleReport().getIndication(ids.get(0)) + " "
                            + reports.getSimpleReport().getSubIndication(ids.get(0))
                    : ids.size() + " signatures";
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static SignedDocumentValidator document(byte[] container) {
        DSSDocument document = new InMemoryDocument(container, "container.asice");
        return SignedDocumentValidator.fromDocument(document);
    }
}
