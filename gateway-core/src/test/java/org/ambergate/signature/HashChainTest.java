package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HashChainTest {
    private static final String CHAIN = "signature_verification.malformed_signature.";
    private static final MessageDigests A = Signing.message("a", 1);
    private static final MessageDigests B = Signing.message("b", 1);

    private final Signing signing = Signing.with(TestKeys.EC_P256);

    @Test
    void prefixesDoNotMatter() throws Exception {
        SignedMessage signed = signing.sign(A, B).get(0);
        String chain = chain(signed);
        for (String prefix : List.of("ns2", "hc", "x", "_x")) {
            String renamed = chain.replaceAll(
                            "<(/?)(HashChain|HashStep|HashValue|StepRef|DataRef|DefaultDigestMethod)",
                            "<$1" + prefix + ":$2")
                    .replace("xmlns=", "xmlns:" + prefix + "=")
                    .replace("ds:", "d:")
                    .replace("xmlns:ds", "xmlns:d");
            signing.verify(A, withChain(signed, renamed));
        }
    }

    @Test
    void everyPartMustBeNamedInItsPlace() throws Exception {
        MessageDigests two = Signing.message("m", 2);
        SignedMessage signed = signing.sign(two).get(0);
        String first = dataRef("/attachment1", two.attachments().get(0));
        String second = dataRef("/attachment2", two.attachments().get(1));
        String head = dataRef("/message.xml", two.message());
        assertThat(chain(signed)).contains(head + first + second);

        refused("hashchain_unused_inputs", two, withChain(signed, chain(signed).replace(second, "")));
        refused("hashchain_unused_inputs", Signing.message("m", 3), signed.parts());
        refused("invalid_reference", Signing.message("m", 1), signed.parts());
        refused("invalid_reference", Signing.message("m", 0), signed.parts());
        refused("invalid_reference", two, withChain(signed, chain(signed).replace(first + second, second + first)));
        refused("invalid_reference", two, withChain(signed, chain(signed).replace(second, first)));
        refused("invalid_reference", two, withChain(signed, chain(signed).replace(second, second + second)));
        refused("invalid_reference", two, withChain(signed, chain(signed).replace("/attachment2", "/attachment3")));
        refused("invalid_reference", two, withChain(signed, chain(signed).replace("/attachment2", "http://a/b")));
        MessageDigests swapped = new MessageDigests(
                two.message(),
                List.of(two.attachments().get(1), two.attachments().get(0)));
        refused("invalid_hash_chain", swapped, signed.parts());
        // The signed value does not bind names, so a chain with the names changed along must be refused by its order.
        String renamed = chain(signed)
                .replace("/attachment1", "/attachmentX")
                .replace("/attachment2", "/attachment1")
                .replace("/attachmentX", "/attachment2");
        refused("invalid_reference", swapped, withChain(signed, renamed));
    }

    @Test
    void theHeadOfOneMessageCannotBeJoinedToTheBodyOfAnother() throws Exception {
        SignedMessage signed = signing.sign(A, B).get(0);
        MessageDigests mixed = new MessageDigests(A.message(), B.attachments());
        String steps = step("STEP0", stepRef("STEP1") + stepRef("STEP2"))
                + step(
                        "STEP1",
                        dataRef("/message.xml", A.message())
                                + hashValue(A.attachments().get(0)))
                + step(
                        "STEP2",
                        hashValue(B.message())
                                + dataRef("/attachment1", B.attachments().get(0)));

        refused("malformed_hash_chain", mixed, withChain(signed, document(steps)));
    }

    @Test
    void partsDoNotMixWithOtherValues() throws Exception {
        SignedMessage signed = signing.sign(Signing.message("m", 2)).get(0);
        MessageDigests m = signed.digests();
        String steps = step(
                "STEP0",
                dataRef("/message.xml", m.message())
                        + dataRef("/attachment1", m.attachments().get(0))
                        + hashValue(m.attachments().get(1)));
        MessageDigests without =
                new MessageDigests(m.message(), List.of(m.attachments().get(0)));

        refused("malformed_hash_chain", without, withChain(signed, document(steps)));
    }

    @Test
    void circlesAndDeadEndsAreRefused() throws Exception {
        SignedMessage signed = signing.sign(A, B).get(0);
        refused("malformed_hash_chain", A, withChain(signed, document(step("STEP0", stepRef("STEP0")))));
        refused(
                "malformed_hash_chain",
                A,
                withChain(signed, document(step("STEP0", stepRef("STEP1")) + step("STEP1", stepRef("STEP0")))));
        refused("invalid_hash_chain_ref", A, withChain(signed, document(step("STEP0", stepRef("STEP7")))));
        refused("invalid_hash_chain_ref", A, withChain(signed, chain(signed).replace("#STEP1", "/other.xml#STEP1")));
        refused(
                "malformed_hash_chain",
                A,
                withChain(
                        signed,
                        chain(signed).replace("</HashChain>", step("X", hashValue(A.message())) + "</HashChain>")));
        signing.verify(A, withChain(signed, chain(signed).replace("#STEP1", "/sig-hashchain.xml#STEP1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ds:Transforms/>",
                "<ds:Transforms><ds:Transform Algorithm=\"x\"/></ds:Transforms>",
                "<ds:DigestValue>AAAA</ds:DigestValue>",
                "<x/>",
                "text"
            })
    void anythingBesideADigestIsRefused(String extra) throws Exception {
        SignedMessage signed = signing.sign(A, B).get(0);
        refused(
                "malformed_hash_chain",
                A,
                withChain(signed, chain(signed).replaceFirst("<HashValue>", "<HashValue>" + extra)));
        refused(
                "malformed_hash_chain",
                A,
                withChain(signed, chain(signed).replaceFirst("(<DataRef[^>]*>)", "$1" + extra)));
        refused(
                "malformed_hash_chain",
                A,
                withChain(signed, chain(signed).replaceFirst("(<HashStep[^>]*>)", "$1" + extra)));
    }

    @Test
    void weakAlgorithmsAreRefused() throws Exception {
        SignedMessage signed = signing.sign(A, B).get(0);
        String sha512 = DigestAlgorithm.SHA512.uri();
        refused(
                "unsupported_algorithm",
                A,
                withChain(signed, chain(signed).replace(sha512, DigestAlgorithm.SHA1.uri())));
        refused(
                "unsupported_algorithm",
                A,
                withChain(
                        signed,
                        chain(signed)
                                .replace(
                                        "<HashValue>",
                                        "<HashValue><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#md5\"/>")));
        refused(
                "malformed_hash_chain",
                A,
                withChain(signed, chain(signed).replace(sha512, DigestAlgorithm.SHA256.uri())));
    }

    @Test
    void stepsMayUseOtherStrongAlgorithmsOfTheirOwn() throws Exception {
        Digest low = StepValue.of(
                DigestAlgorithm.SHA256, List.of(A.message(), A.attachments().get(0)));
        Digest sibling = DigestAlgorithm.SHA384.of(new byte[] {1});
        Digest top = StepValue.of(DigestAlgorithm.SHA512, List.of(sibling, low));
        String other = "<HashValue><ds:DigestMethod Algorithm=\"" + DigestAlgorithm.SHA384.uri()
                + "\"/><ds:DigestValue>" + sibling.base64() + "</ds:DigestValue></HashValue>";
        String down = "<StepRef URI=\"#STEP1\"><ds:DigestMethod Algorithm=\"" + DigestAlgorithm.SHA256.uri()
                + "\"/></StepRef>";
        String chain = document(step("STEP0", other + down)
                + step(
                        "STEP1",
                        dataRef("/message.xml", A.message())
                                + dataRef("/attachment1", A.attachments().get(0))));

        signing.verify(A, signed(top, chain));
    }

    @Test
    void limitsHold() throws Exception {
        refusedWithin("malformed_hash_chain", chainOfDepth(10_000));
        refusedWithin("malformed_hash_chain", chainOfDepth(HashChain.STEPS_MAX + 1));
        assertThat(accepts(chainOfDepth(HashChain.STEPS_MAX))).isTrue();
        refusedWithin("malformed_hash_chain", chainOfValues(1_000_000));
        refusedWithin("malformed_hash_chain", chainOfValues(HashChain.CHILDREN_MAX));
        assertThat(accepts(chainOfValues(HashChain.CHILDREN_MAX - 1))).isTrue();
    }

    private boolean accepts(SignatureParts parts) throws LocalFault {
        return signing.verify(Signing.message("a", 0), parts).signer().equals(Signing.MEMBER);
    }

    private void refusedWithin(String code, SignatureParts parts) {
        long start = System.nanoTime();
        refused(code, Signing.message("a", 0), parts);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    private SignatureParts chainOfDepth(int steps) throws LocalFault {
        MessageDigests message = Signing.message("a", 0);
        Digest value = StepValue.of(DigestAlgorithm.SHA512, List.of(message.message()));
        List<String> xml = new ArrayList<>();
        xml.add(step("STEP" + (steps - 1), dataRef("/message.xml", message.message())));
        for (int i = steps - 2; i >= 0; i--) {
            value = StepValue.of(DigestAlgorithm.SHA512, List.of(value));
            xml.add(step("STEP" + i, stepRef("STEP" + (i + 1))));
        }
        return signed(value, document(String.join("", xml)));
    }

    private SignatureParts chainOfValues(int values) throws LocalFault {
        MessageDigests message = Signing.message("a", 0);
        List<Digest> digests = new ArrayList<>(java.util.Collections.nCopies(values, message.message()));
        digests.add(message.message());
        StringBuilder children = new StringBuilder();
        for (int i = 0; i < values; i++) {
            children.append(hashValue(message.message()));
        }
        children.append(dataRef("/message.xml", message.message()));
        return signed(StepValue.of(DigestAlgorithm.SHA512, digests), document(step("STEP0", children.toString())));
    }

    /** A real signature over a result with this top value. */
    private SignatureParts signed(Digest top, String chain) throws LocalFault {
        String result = "<HashChainResult xmlns=\"" + XmlNames.HASH_CHAIN + "\" xmlns:ds=\"" + XmlNames.DS
                + "\" URI=\"/sig-hashchain.xml#STEP0\"><ds:DigestMethod Algorithm=\""
                + top.algorithm().uri() + "\"/><ds:DigestValue>" + top.base64() + "</ds:DigestValue></HashChainResult>";
        byte[] resultXml = result.getBytes(StandardCharsets.UTF_8);
        String template = Forge.open(Signing.xml(signing.sign(A).get(0).parts()))
                .replaceFirst(
                        "(hashchainresult.xml\">.*?<ds:DigestValue>)[^<]*",
                        "$1" + DigestAlgorithm.SHA512.of(resultXml).base64());
        byte[] signature = Forge.of(signing).complete(template).getBytes(StandardCharsets.UTF_8);
        return new SignatureParts(
                signature, Optional.of(new SignatureParts.Batch(resultXml, chain.getBytes(StandardCharsets.UTF_8))));
    }

    private void refused(String code, MessageDigests received, SignatureParts parts) {
        assertThatThrownBy(() -> signing.verify(received, parts))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo(CHAIN + code));
    }

    private static String chain(SignedMessage signed) {
        return new String(signed.parts().batch().orElseThrow().hashChain(), StandardCharsets.UTF_8);
    }

    private static SignatureParts withChain(SignedMessage signed, String chain) {
        SignatureParts.Batch batch = signed.parts().batch().orElseThrow();
        return new SignatureParts(
                signed.parts().signature(),
                Optional.of(new SignatureParts.Batch(batch.hashChainResult(), chain.getBytes(StandardCharsets.UTF_8))));
    }

    private static String document(String steps) {
        return "<HashChain xmlns=\"" + XmlNames.HASH_CHAIN + "\" xmlns:ds=\"" + XmlNames.DS
                + "\"><DefaultDigestMethod Algorithm=\"" + DigestAlgorithm.SHA512.uri() + "\"/>" + steps
                + "</HashChain>";
    }

    private static String step(String id, String children) {
        return "<HashStep id=\"" + id + "\">" + children + "</HashStep>";
    }

    private static String stepRef(String id) {
        return "<StepRef URI=\"#" + id + "\"/>";
    }

    private static String dataRef(String uri, Digest digest) {
        return "<DataRef URI=\"" + uri + "\"><ds:DigestValue>" + digest.base64() + "</ds:DigestValue></DataRef>";
    }

    private static String hashValue(Digest digest) {
        return "<HashValue><ds:DigestValue>" + digest.base64() + "</ds:DigestValue></HashValue>";
    }
}
