package org.ambergate.differential;

import static org.assertj.core.api.Assertions.assertThat;

import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.validation.reports.Reports;
import eu.europa.esig.dss.validation.timestamp.DetachedTimestampValidator;
import java.security.cert.X509Certificate;
import java.util.List;

/** Shorthands for asking the DSS library and for reading what it says. */
final class Dss {
    private Dss() {}

    /** What it says of a token by itself, for the data that it stamps. */
    static Indication token(byte[] token, byte[] stamped, List<X509Certificate> trusted) {
        DetachedTimestampValidator validator =
                new DetachedTimestampValidator(new InMemoryDocument(token, "timestamp.tst"));
        validator.setTimestampedData(new InMemoryDocument(stamped, "ts-hashchainresult.xml"));
        Reports reports = new EuropeanVerifier(trusted).validate(validator);
        return reports.getSimpleReport()
                .getIndication(
                        reports.getDiagnosticData().getTimestampList().get(0).getId());
    }

    /** What it says of a container under these anchors. */
    static Reports container(byte[] file, List<X509Certificate> trusted) {
        return new EuropeanVerifier(trusted).validate(file);
    }

    static SignatureWrapper only(DiagnosticData data) {
        assertThat(data.getSignatures()).hasSize(1);
        return data.getSignatures().get(0);
    }

    static void assertIntact(SignatureWrapper signature) {
        assertThat(signature.isSignatureIntact()).isTrue();
        assertThat(signature.isSignatureValid()).isTrue();
        assertThat(signature.getDigestMatchers())
                .hasSize(2)
                .allMatch(matcher -> matcher.isDataFound() && matcher.isDataIntact());
    }
}
