package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.testsupport.ReceivedMessage;
import org.ambergate.testsupport.RecordedExchange;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FlippedByteTest {
    /** Names of elements that nothing refers to, in the unsigned part: another name means the same. */
    private static final Pattern FREE_NAMES =
            Pattern.compile("<(?:ds:SignatureValue|xades:EncapsulatedOCSPValue) Id=\"([^\"]*)\"");

    private final TrustBase trust = RecordedTrust.trustBase();
    private final MessageVerifier verifier = new MessageVerifier(new PathValidator(trust), trust);
    private final Random random = new Random(20261123);

    static List<ReceivedMessage> smallMessages() {
        return ReceivedMessage.all().stream()
                .filter(m -> m.body().orElse(new byte[0]).length < 10_000)
                .toList();
    }

    static List<ReceivedMessage> oneOfEachKind() {
        return List.of(
                ReceivedMessage.request(RecordedExchange.of("01")),
                ReceivedMessage.request(RecordedExchange.of("51")),
                ReceivedMessage.request(RecordedExchange.of("52")));
    }

    @ParameterizedTest
    @MethodSource("smallMessages")
    void aFlippedByteAnywhereInAMessageIsRefused(ReceivedMessage message) {
        for (int i = 0; i < message.head().length; i++) {
            refuse(message.withHead(flipped(message.head(), i)));
        }
        byte[] body = message.body().orElse(new byte[0]);
        for (int i = 0; i < body.length; i++) {
            refuse(message.withBody(Optional.of(flipped(body, i))));
        }
    }

    @Test
    void aFlippedByteInAMegabyteIsRefused() {
        ReceivedMessage message = ReceivedMessage.request(RecordedExchange.of("04"));
        byte[] body = message.body().orElseThrow();
        assertThat(body.length).isGreaterThan(1_000_000);
        for (int i = 0; i < 100; i++) {
            refuse(message.withBody(Optional.of(flipped(body, random.nextInt(body.length)))));
        }
        refuse(message.withBody(Optional.of(flipped(body, 0))));
        refuse(message.withBody(Optional.of(flipped(body, body.length - 1))));
    }

    @ParameterizedTest
    @MethodSource("smallMessages")
    void aBodyAddedOrLeftOutOrEmptiedIsRefused(ReceivedMessage message) {
        byte[] body = message.body().orElse(new byte[0]);
        if (message.body().isEmpty()) {
            refuse(message.withBody(Optional.of(new byte[0])));
            refuse(message.withBody(Optional.of(new byte[] {1})));
        } else {
            refuse(message.withBody(Optional.empty()));
            refuse(message.withHead(body).withBody(Optional.of(message.head())));
        }
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void aFlippedByteInTheSignatureIsRefusedUnlessItMeansTheSame(ReceivedMessage message) {
        byte[] signature = message.parts().signature();
        List<Integer> accepted = new ArrayList<>();
        int ocsp = new String(signature, StandardCharsets.ISO_8859_1).indexOf("<xades:EncapsulatedOCSPValue");
        int ocspEnd = new String(signature, StandardCharsets.ISO_8859_1).indexOf("</xades:EncapsulatedOCSPValue");
        for (int i = 0; i < signature.length; i++) {
            boolean insideOcsp = i > ocsp && i < ocspEnd;
            byte[] other = flipped(signature, i);
            if (!insideOcsp
                    && verifies(message.withParts(
                            new SignatureParts(other, message.parts().batch())))) {
                accepted.add(i);
            }
        }
        assertThat(accepted).isSubsetOf(freeNames(signature));
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void aFlippedByteInTheOcspResponsesSignedPartIsRefused(ReceivedMessage message) {
        String xml = Signing.xml(message.parts());
        int start = xml.indexOf("<xades:EncapsulatedOCSPValue");
        int from = xml.indexOf('>', start) + 1;
        // Base64 characters up to the end of the response's signature; the certificates after it are not signed.
        int until = from + 550;
        for (int i = from; i < until; i++) {
            byte[] other = flipped(message.parts().signature(), i);
            refuse(message.withParts(new SignatureParts(other, message.parts().batch())));
        }
    }

    @Test
    void aFlippedBitInTheHashChainOrItsResultIsRefused() {
        for (String number : List.of("03", "30", "52")) {
            ReceivedMessage message = ReceivedMessage.request(RecordedExchange.of(number));
            SignatureParts.Batch batch = message.parts().batch().orElseThrow();
            for (int bit = 0; bit < 8; bit++) {
                for (int i = 0; i < batch.hashChain().length; i++) {
                    byte[] other = flipped(batch.hashChain(), i, 1 << bit);
                    refuse(withBatch(message, new SignatureParts.Batch(batch.hashChainResult(), other)));
                }
                for (int i = 0; i < batch.hashChainResult().length; i++) {
                    byte[] other = flipped(batch.hashChainResult(), i, 1 << bit);
                    refuse(withBatch(message, new SignatureParts.Batch(other, batch.hashChain())));
                }
            }
        }
    }

    @Test
    void aTruncatedSignatureOrChainIsRefused() {
        ReceivedMessage message = ReceivedMessage.request(RecordedExchange.of("52"));
        SignatureParts.Batch batch = message.parts().batch().orElseThrow();
        byte[] signature = message.parts().signature();
        for (int length = 0; length < signature.length; length += 7) {
            refuse(message.withParts(new SignatureParts(
                    java.util.Arrays.copyOf(signature, length), message.parts().batch())));
        }
        for (int length = 0; length < batch.hashChain().length; length++) {
            byte[] chain = java.util.Arrays.copyOf(batch.hashChain(), length);
            // The last byte is the line feed after the root element.
            if (length < batch.hashChain().length - 1) {
                refuse(withBatch(message, new SignatureParts.Batch(batch.hashChainResult(), chain)));
            }
        }
    }

    private static ReceivedMessage withBatch(ReceivedMessage message, SignatureParts.Batch batch) {
        return message.withParts(new SignatureParts(message.parts().signature(), Optional.of(batch)));
    }

    private void refuse(ReceivedMessage message) {
        assertThatThrownBy(() -> verify(message))
                .isInstanceOfSatisfying(
                        LocalFault.class, f -> assertThat(f.path()).startsWith("signature_verification."));
    }

    private boolean verifies(ReceivedMessage message) {
        try {
            verify(message);
            return true;
        } catch (LocalFault e) {
            return false;
        }
    }

    private void verify(ReceivedMessage message) throws LocalFault {
        verifier.verify(message.digests(), message.parts(), message.signer(), message.signingTime());
    }

    private static List<Integer> freeNames(byte[] signature) {
        List<Integer> positions = new ArrayList<>();
        Matcher matcher = FREE_NAMES.matcher(new String(signature, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            for (int i = matcher.start(1); i < matcher.end(1); i++) {
                positions.add(i);
            }
        }
        return positions;
    }

    private byte[] flipped(byte[] bytes, int position) {
        return flipped(bytes, position, 1 << random.nextInt(8));
    }

    private static byte[] flipped(byte[] bytes, int position, int mask) {
        byte[] copy = bytes.clone();
        copy[position] ^= (byte) mask;
        return copy;
    }
}
