package org.ambergate.differential;

import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import eu.europa.esig.dss.xades.validation.XMLDocumentValidator;
import java.util.List;
import org.ambergate.asic.AsicContent;
import org.ambergate.asic.AsicWriter;
import org.ambergate.testsupport.Evidence;
import org.junit.jupiter.api.Test;

final class EuropeanVerifierTest {
    private final Evidence evidence = new Evidence();

    @Test
    void explore() throws Exception {
        for (AsicContent content :
                List.of(evidence.plain(), evidence.withBody(), evidence.batch().get(0))) {
            System.out.println("==== container");
            try {
                show(validate(SignedDocumentValidator.fromDocument(
                        new InMemoryDocument(AsicWriter.write(content, Evidence.SIGNED), "c.asice"))));
            } catch (RuntimeException e) {
                System.out.println("EX " + e);
            }
            System.out.println("==== detached");
            XMLDocumentValidator xml = new XMLDocumentValidator(
                    new InMemoryDocument(content.signature().signature(), "signatures.xml"));
            DSSDocument signed = content.signature().batch().isPresent()
                    ? new InMemoryDocument(
                            content.signature().batch().get().hashChainResult(), "/sig-hashchainresult.xml")
                    : new InMemoryDocument(content.message(), "/message.xml");
            xml.setDetachedContents(List.of(signed));
            show(validate(xml));
        }
    }

    private Reports validate(SignedDocumentValidator validator) {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(new CertificateToken(evidence.authority().certificate()));
        trusted.addCertificate(new CertificateToken(evidence.stamper().certificate()));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
        verifier.setTrustedCertSources(trusted);
        validator.setCertificateVerifier(verifier);
        return validator.validateDocument();
    }

    private static void show(Reports reports) {
        DiagnosticData data = reports.getDiagnosticData();
        System.out.println("container " + data.getContainerType() + " " + data.getMimetypeFileContent() + " sigs "
                + data.getSignatures().size());
        for (SignatureWrapper s : data.getSignatures()) {
            System.out.println(" intact " + s.isSignatureIntact() + " valid " + s.isSignatureValid() + " format "
                    + s.getSignatureFormat() + " blevel " + s.isBLevelTechnicallyValid());
            s.getDigestMatchers()
                    .forEach(m -> System.out.println("  ref " + m.getType() + " " + m.getUri() + " found "
                            + m.isDataFound() + " intact " + m.isDataIntact()));
            System.out.println("  ind " + reports.getSimpleReport().getIndication(s.getId()) + " "
                    + reports.getSimpleReport().getSubIndication(s.getId()));
            reports.getSimpleReport()
                    .getAdESValidationErrors(s.getId())
                    .forEach(m -> System.out.println("  err " + m.getValue()));
        }
        for (TimestampWrapper t : data.getTimestampList()) {
            System.out.println(" ts " + t.getType() + " imprint found " + t.isMessageImprintDataFound() + " intact "
                    + t.isMessageImprintDataIntact() + " sig " + t.isSignatureIntact() + " "
                    + reports.getSimpleReport().getIndication(t.getId()) + " "
                    + reports.getSimpleReport().getSubIndication(t.getId()));
        }
    }
}
