package org.ambergate.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ambergate.asic.AsicContent;
import org.ambergate.asic.AsicLimits;
import org.ambergate.asic.AsicWriter;
import org.ambergate.asic.ContainerVerifier;
import org.ambergate.asic.Indication;
import org.ambergate.differential.ContainerMutator.Mutant;
import org.ambergate.signature.SignatureParts;
import org.ambergate.testsupport.Evidence;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Threat T-85: what we accept of changed containers, DSS accepts too, or there is a written reason why not. */
class MutatedContainersTest {
    private static final long SEED = Long.getLong("containers.seed", 85);

    private final Evidence evidence = new Evidence();

    @Test
    void whatWeAcceptOfThreeHundredChangedContainersDssAcceptsOrThereIsAReason() throws Exception {
        compare(300);
    }

    @Test
    @Tag("slow")
    void whatWeAcceptOfFiveThousandChangedContainersDssAcceptsOrThereIsAReason() throws Exception {
        compare(5_000);
    }

    @Test
    void aChangedCertificateBesideAnOcspResponseIsAReasonAndAChangedMessageIsNone() throws Exception {
        Side side = own();
        AsicContent plain = evidence.plain();
        byte[] original = AsicWriter.write(plain, Evidence.SIGNED);
        SignatureParts other = new SignatureParts(
                withAnotherResponder(plain.signature().signature()),
                plain.signature().batch());

        byte[] changed = AsicWriter.write(
                new AsicContent(plain.message(), plain.attachments(), other, plain.timestamp()), Evidence.SIGNED);
        assertThat(side.weAccept(changed)).isTrue();
        assertThat(side.european().verdict(changed)).doesNotStartWith("TOTAL_PASSED");
        assertThat(WrittenReason.of(original, changed)).contains(WrittenReason.CERTIFICATES_BESIDE_AN_OCSP_RESPONSE);

        byte[] forged = AsicWriter.write(
                new AsicContent(Evidence.request("other"), plain.attachments(), other, plain.timestamp()),
                Evidence.SIGNED);
        assertThat(WrittenReason.of(original, forged)).isEmpty();
    }

    /** The name in the certificate of the OCSP responder becomes another one. */
    private static byte[] withAnotherResponder(byte[] signature) {
        String xml = new String(signature, StandardCharsets.ISO_8859_1);
        int from = xml.indexOf('>', xml.indexOf("EncapsulatedOCSPValue")) + 1;
        int to = xml.indexOf('<', from);
        byte[] response = Base64.getMimeDecoder().decode(xml.substring(from, to));
        String der = new String(response, StandardCharsets.ISO_8859_1);
        byte[] renamed = der.replace("Responder of", "Sesponder of").getBytes(StandardCharsets.ISO_8859_1);
        return (xml.substring(0, from) + Base64.getEncoder().encodeToString(renamed) + xml.substring(to))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void compare(int mutants) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> refusedByDssAlone = new ArrayList<>();
        for (Side side : List.of(own(), recorded())) {
            for (byte[] container : side.containers()) {
                assertThat(side.weAccept(container)).isTrue();
                assertThat(side.european().verdict(container)).isEqualTo("TOTAL_PASSED null");
            }
            ContainerMutator mutator = new ContainerMutator(SEED, side.containers());
            for (int i = 0; i < mutants / 2; i++) {
                Mutant mutant = mutator.next();
                boolean accepted = side.weAccept(mutant.file());
                String european = side.european().verdict(mutant.file());
                boolean acceptedByDss = european.startsWith("TOTAL_PASSED");
                counts.merge("accepted by us " + accepted + ", by DSS " + acceptedByDss, 1, Integer::sum);
                if (accepted && !acceptedByDss) {
                    Optional<WrittenReason> reason = WrittenReason.of(mutant.original(), mutant.file());
                    counts.merge(reason.map(WrittenReason::name).orElse("no reason"), 1, Integer::sum);
                    if (reason.isEmpty()) {
                        refusedByDssAlone.add(mutant.change() + ": " + european + ", kept in " + keep(mutant));
                    }
                }
            }
        }
        System.out.println("MutatedContainersTest: -Dcontainers.seed=" + SEED + " " + counts);

        assertThat(refusedByDssAlone).isEmpty();
        assertThat(counts.get("accepted by us false, by DSS false")).isGreaterThan(mutants / 10);
    }

    /** Keys are new in each run, so the seed alone does not bring a container back. */
    private static Path keep(Mutant mutant) throws IOException {
        return Files.write(Files.createTempFile(Path.of("target"), "refused-by-dss-", ".asice"), mutant.file());
    }

    /** Containers, and two verifiers that trust the same authorities. */
    private record Side(List<byte[]> containers, ContainerVerifier ours, EuropeanVerifier european) {
        boolean weAccept(byte[] file) {
            return ours.verify(file).verdict() == Indication.TOTAL_PASSED;
        }
    }

    private Side own() throws Exception {
        List<AsicContent> contents = new ArrayList<>(evidence.batch());
        contents.add(evidence.plain());
        contents.add(evidence.withBody());
        List<X509Certificate> trusted = List.of(
                evidence.authority().certificate(),
                evidence.authority().responder().certificate(),
                evidence.stamper().certificate());
        return new Side(
                contents.stream()
                        .map(content -> AsicWriter.write(content, Evidence.SIGNED))
                        .toList(),
                new ContainerVerifier(evidence.trust(), evidence.timestampCertificates(), AsicLimits.DEFAULT),
                new EuropeanVerifier(trusted));
    }

    private static Side recorded() {
        List<byte[]> containers = new ArrayList<>();
        for (String name : List.of("fix-nonbatch-get.request", "fix-burst-12.response", "fix-ec-get.response")) {
            containers.add(RecordedTrust.bytes("asic/ss1/" + name + ".asice"));
        }
        X509Certificate stamper = RecordedTrust.certificate("ca/tsa.pem");
        return new Side(
                containers,
                new ContainerVerifier(RecordedTrust.trustBase(), List.of(stamper), AsicLimits.DEFAULT),
                new EuropeanVerifier(List.of(
                        RecordedTrust.certificate("ca/ca.pem"), RecordedTrust.certificate("ca/ocsp.pem"), stamper)));
    }
}
