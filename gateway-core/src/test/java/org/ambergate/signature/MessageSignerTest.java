package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageSignerTest {
    @ParameterizedTest
    @EnumSource(
            value = TestKeys.class,
            names = {"EC_P256", "EC_P384", "RSA_2048", "RSA_3072"})
    void aPlainSignatureVerifiesHereAndByTwoOtherImplementations(TestKeys kind) throws Exception {
        Signing signing = Signing.with(kind);
        byte[] head = "GET\r\n/r1/x\r\n".getBytes(StandardCharsets.UTF_8);
        MessageDigests digests = new MessageDigests(DigestAlgorithm.SHA512.of(head), List.of());

        SignedMessage signed = signing.sign(digests).get(0);

        assertThat(signed.parts().batch()).isEmpty();
        assertThat(signing.verify(signed).signer()).isEqualTo(Signing.MEMBER);
        Map<String, byte[]> contents = Map.of("/message.xml", head);
        assertThat(OtherVerifiers.santuario(signed.parts().signature(), contents))
                .isTrue();
        assertThat(OtherVerifiers.jdk(signed.parts().signature(), contents)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = TestKeys.class,
            names = {"EC_P256", "EC_P384", "RSA_2048", "RSA_3072"})
    void aBatchSignatureVerifiesHereAndByTwoOtherImplementations(TestKeys kind) throws Exception {
        Signing signing = Signing.with(kind);

        List<SignedMessage> signed =
                signing.sign(Signing.message("a", 1), Signing.message("b", 0), Signing.message("c", 2));

        for (SignedMessage message : signed) {
            signing.verify(message);
            SignatureParts.Batch batch = message.parts().batch().orElseThrow();
            Map<String, byte[]> contents = Map.of("/sig-hashchainresult.xml", batch.hashChainResult());
            assertThat(OtherVerifiers.santuario(message.parts().signature(), contents))
                    .isTrue();
            assertThat(OtherVerifiers.jdk(message.parts().signature(), contents))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 31, 32, 33, 100})
    void everyMessageOfABatchOfAnySizeVerifiesAlone(int size) throws Exception {
        Signing signing = Signing.with(TestKeys.EC_P256);
        List<MessageDigests> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            batch.add(Signing.message("message " + i, i % 3));
        }

        List<SignedMessage> signed = MessageSigner.sign(batch, signing.credential(), Signing.NOW);

        assertThat(signed).extracting(SignedMessage::digests).containsExactlyElementsOf(batch);
        Set<String> chains = new HashSet<>();
        for (SignedMessage message : signed) {
            signing.verify(message);
            message.parts().batch().ifPresent(b -> chains.add(new String(b.hashChain(), StandardCharsets.UTF_8)));
        }
        assertThat(chains).hasSize(size == 1 ? 0 : size);
    }

    @Test
    void aMessageOfAnotherBatchDoesNotVerify() throws Exception {
        Signing signing = Signing.with(TestKeys.EC_P256);
        SignedMessage one =
                signing.sign(Signing.message("a", 1), Signing.message("b", 0)).get(0);
        SignedMessage other =
                signing.sign(Signing.message("c", 1), Signing.message("d", 0)).get(0);

        assertThatThrownBy(() -> signing.verify(other.digests(), one.parts())).isInstanceOf(LocalFault.class);
    }

    @Test
    void intermediateAuthoritiesAreEmbedded() throws Exception {
        TestAuthority top = TestAuthority.create("Top");
        TestAuthority issuing = top.intermediate("Issuing");
        TestCertificate leaf = issuing.signing(Signing.MEMBER, TestKeys.EC_P256);
        SigningCredential credential = new SigningCredential(
                leaf.signingKey(),
                leaf.certificate(),
                List.of(issuing.certificate()),
                List.of(issuing.ocsp(leaf.certificate(), Signing.NOW), top.ocsp(issuing.certificate(), Signing.NOW)));
        var trust = TestAuthority.trust("TEST", List.of(top.approved(), issuing.approved()));
        var verifier = new MessageVerifier(new org.ambergate.pki.PathValidator(trust), trust);

        SignedMessage signed = MessageSigner.sign(List.of(Signing.message("a", 0)), credential, Signing.NOW)
                .get(0);

        verifier.verify(signed.digests(), signed.parts(), Signing.MEMBER, Signing.NOW);
        assertThat(Signing.xml(signed.parts()))
                .contains("<xades:EncapsulatedX509Certificate Id=\"encapsulated-cert-1\">")
                .contains("URI=\"#encapsulated-cert-1\"")
                .contains("Id=\"ocsp-response-2\"");
    }

    @Test
    void aMissingOcspResponseIsRefusedBeforeSigning() {
        Signing signing = Signing.with(TestKeys.EC_P256);
        SigningCredential without = new SigningCredential(
                signing.certificate.signingKey(), signing.certificate.certificate(), List.of(), List.of());

        assertThatThrownBy(() -> MessageSigner.sign(List.of(Signing.message("a", 0)), without, Signing.NOW))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).isEqualTo("cannot_create_signature"));
    }

    @Test
    void aBatchIsBounded() throws Exception {
        Signing signing = Signing.with(TestKeys.EC_P256);
        List<MessageDigests> full = java.util.Collections.nCopies(MessageSigner.BATCH_MAX, Signing.message("a", 0));
        List<MessageDigests> over = java.util.Collections.nCopies(MessageSigner.BATCH_MAX + 1, Signing.message("a", 0));

        assertThat(MessageSigner.sign(full, signing.credential(), Signing.NOW)).hasSize(MessageSigner.BATCH_MAX);
        assertThatThrownBy(() -> MessageSigner.sign(over, signing.credential(), Signing.NOW))
                .isInstanceOf(LocalFault.class);
        assertThatThrownBy(() -> MessageSigner.sign(List.of(), signing.credential(), Signing.NOW))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void digestsByAnotherAlgorithmAreRefused() {
        Signing signing = Signing.with(TestKeys.EC_P256);
        MessageDigests weak = new MessageDigests(DigestAlgorithm.SHA256.of(new byte[0]), List.of());

        assertThatThrownBy(() -> signing.sign(weak)).isInstanceOf(LocalFault.class);
    }

    @Test
    void aStepsValueIsThatOfTheSpecification() {
        Digest head =
                sha512("2uPob1kpr/3zo70ij0XHCLEliVQ6Mge4DQsLzWlORfL2dJraA2GEG9oax46utwXyx5Kj2sIp57e0gkJ+fDvNDg==");
        Digest body =
                sha512("jRxvCMKeS2n4SXkZyraMBfsTndkDHCcrcvgoxGQPOCJ4g15prCEimZC2kgbi0iE631ZI++YF7ZQwJ0F8AnYU8Q==");

        Digest value = StepValue.of(DigestAlgorithm.SHA512, List.of(head, body));

        assertThat(value.base64())
                .isEqualTo("ean55u9eRHzVXfnTC5aSq5zAkPldHrnOUey25dRstw8qHuqPgiizOJVx4DjkAEgxUesp/Pd0VzOSmke2xhVv0Q==");
    }

    private static Digest sha512(String base64) {
        return new Digest(DigestAlgorithm.SHA512, java.util.Base64.getDecoder().decode(base64));
    }
}
