package org.ambergate.differential;

import static org.assertj.core.api.Assertions.assertThat;

import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.ambergate.asic.AsicContainer;
import org.ambergate.asic.AsicLimits;
import org.ambergate.evidence.ContainerExport;
import org.ambergate.evidence.FoundMessage;
import org.ambergate.evidence.MessageFinder;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.EvidenceLog;
import org.ambergate.testsupport.EvidenceLog.Draft;
import org.junit.jupiter.api.Test;

/** DSS about containers that were exported from a message log. */
final class ExportedContainerTest {
    private final Evidence evidence = new Evidence();
    private final EvidenceLog log = new EvidenceLog(evidence);
    private final List<X509Certificate> trusted = List.of(
            evidence.authority().certificate(),
            evidence.authority().responder().certificate(),
            evidence.stamper().certificate());

    @Test
    void itPassesSignatureAndTokenOfEveryExportedContainer() throws Exception {
        log.log(Draft.request("plain"));
        log.log(Draft.response("body", new byte[] {1, 2, 3}));
        log.log(
                Draft.request("batch-1"),
                Draft.response("batch-2", new byte[100_000]),
                Draft.response("e", new byte[0]));
        log.stamp();
        log.log(Draft.request("alone"));
        log.stamp();
        TreeSet<Long> all =
                new TreeSet<>(LongStream.range(0, log.records()).boxed().toList());
        LogLookup lookup = new LogLookup(log.source(), 1);

        List<FoundMessage> found = new MessageFinder(lookup, Long.MAX_VALUE, position -> {}).bySequence(all);

        assertThat(found).hasSize(6);
        ContainerExport export = new ContainerExport(lookup);
        for (FoundMessage message : found) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            var unused = export.write(message, out);
            assertPassed(message.queryId(), out.toByteArray());
        }
    }

    private void assertPassed(String name, byte[] file) throws Exception {
        Reports reports = Dss.container(file, trusted);
        assertThat(reports.getDiagnosticData().getContainerType()).isEqualTo(ASiCContainerType.ASiC_E);
        SignatureWrapper signature = Dss.only(reports.getDiagnosticData());
        Dss.assertIntact(signature);
        assertThat(reports.getSimpleReport().getIndication(signature.getId()))
                .as(name)
                .isEqualTo(Indication.TOTAL_PASSED);
        AsicContainer container = AsicContainer.read(file, AsicLimits.DEFAULT);
        byte[] token = container.content(AsicContainer.TIMESTAMP).orElseThrow();
        byte[] result = container.content(AsicContainer.TIMESTAMP_CHAIN_RESULT).orElseThrow();
        assertThat(Dss.token(token, result, trusted)).as(name).isEqualTo(Indication.PASSED);
    }
}
