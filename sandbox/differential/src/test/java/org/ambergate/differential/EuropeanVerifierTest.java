package org.ambergate.differential;

import static org.assertj.core.api.Assertions.assertThat;

import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.validation.reports.Reports;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.asic.AsicContent;
import org.ambergate.asic.AsicLimits;
import org.ambergate.asic.AsicWriter;
import org.ambergate.asic.ContainerVerifier;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.Test;

/**
 * The European Commission's DSS library about containers that we write and that X-Road wrote. What it checks and what it
 * cannot is in {@code docs/evidence.md}.
 */
final class EuropeanVerifierTest {
    private final Evidence evidence = new Evidence();
    private final List<X509Certificate> own = List.of(
            evidence.authority().certificate(),
            evidence.authority().responder().certificate(),
            evidence.stamper().certificate());

    @Test
    void itPassesEveryContainerThatWeWrite() throws Exception {
        List<AsicContent> contents = new ArrayList<>(evidence.batch());
        contents.add(evidence.plain());
        contents.add(evidence.withBody());
        for (AsicContent content : contents) {
            Reports reports = Dss.container(AsicWriter.write(content, Evidence.SIGNED), own);
            DiagnosticData data = reports.getDiagnosticData();

            assertThat(data.getContainerType()).isEqualTo(ASiCContainerType.ASiC_E);
            assertThat(data.getMimetypeFileContent()).isEqualTo("application/vnd.etsi.asic-e+zip");
            SignatureWrapper signature = Dss.only(data);
            Dss.assertIntact(signature);
            assertThat(reports.getSimpleReport().getIndication(signature.getId()))
                    .isEqualTo(Indication.TOTAL_PASSED);
        }
    }

    @Test
    void itPassesContainersOfXRoad() {
        List<X509Certificate> trusted = List.of(
                RecordedTrust.certificate("ca/ca.pem"),
                RecordedTrust.certificate("ca/ocsp.pem"),
                RecordedTrust.certificate("ca/tsa.pem"));
        for (String name : List.of(
                "fix-nonbatch-get.request", "fix-burst-12.response", "soap-attach-1.request", "fix-ec-get.response")) {
            Reports reports = Dss.container(RecordedTrust.bytes("asic/ss1/" + name + ".asice"), trusted);
            SignatureWrapper signature = Dss.only(reports.getDiagnosticData());
            Dss.assertIntact(signature);
            assertThat(reports.getSimpleReport().getIndication(signature.getId()))
                    .as(name)
                    .isEqualTo(Indication.TOTAL_PASSED);
        }
    }

    @Test
    void bothRefuseAChangedMessageUnderAPlainSignature() throws Exception {
        AsicContent honest = evidence.plain();
        byte[] file = AsicWriter.write(
                new AsicContent(
                        Evidence.request("other"), honest.attachments(), honest.signature(), honest.timestamp()),
                Evidence.SIGNED);

        Reports reports = Dss.container(file, own);
        String id = Dss.only(reports.getDiagnosticData()).getId();

        // It looks for the signed file by digest too, so a changed one is a missing one to it.
        assertThat(reports.getSimpleReport().getIndication(id)).isEqualTo(Indication.INDETERMINATE);
        assertThat(reports.getSimpleReport().getSubIndication(id)).isEqualTo(SubIndication.SIGNED_DATA_NOT_FOUND);
        assertThat(ours(file)).isEqualTo(org.ambergate.asic.Indication.TOTAL_FAILED);
    }

    /** It does not know hash chains: below the result it sees nothing. */
    @Test
    void onlyWeNoticeAChangedMessageUnderABatchSignature() throws Exception {
        AsicContent honest = evidence.batch().get(1);
        byte[] file = AsicWriter.write(
                new AsicContent(
                        Evidence.request("other"), honest.attachments(), honest.signature(), honest.timestamp()),
                Evidence.SIGNED);

        Reports reports = Dss.container(file, own);
        String id = Dss.only(reports.getDiagnosticData()).getId();

        assertThat(reports.getSimpleReport().getIndication(id)).isEqualTo(Indication.TOTAL_PASSED);
        assertThat(ours(file)).isEqualTo(org.ambergate.asic.Indication.TOTAL_FAILED);
    }

    /** Taken out of the container: as part of one it looks for time-stamps over manifests only. */
    @Test
    void itPassesTheTokenOfABatchForTheResultThatWasStamped() throws Exception {
        AsicContent.BatchTimestamp stamp = evidence.batch().get(0).timestamp().orElseThrow();

        assertThat(Dss.token(stamp.token(), stamp.hashChainResult(), own)).isEqualTo(Indication.PASSED);
        assertThat(Dss.token(stamp.token(), stamp.hashChain(), own)).isEqualTo(Indication.FAILED);
    }

    /** XAdES stamps the canonical element of the signature value, X-Road its octets. */
    @Test
    void itReadsTheTokenOfASingleTimestampButTakesItForOneOverOtherData() throws Exception {
        Reports reports = Dss.container(AsicWriter.write(evidence.plain(), Evidence.SIGNED), own);

        TimestampWrapper stamp = reports.getDiagnosticData().getTimestampList().get(0);
        assertThat(stamp.isSignatureIntact()).isTrue();
        assertThat(stamp.isMessageImprintDataFound()).isTrue();
        assertThat(stamp.isMessageImprintDataIntact()).isFalse();
    }

    private org.ambergate.asic.Indication ours(byte[] file) {
        return new ContainerVerifier(evidence.trust(), evidence.timestampCertificates(), AsicLimits.DEFAULT)
                .verify(file)
                .verdict();
    }
}
