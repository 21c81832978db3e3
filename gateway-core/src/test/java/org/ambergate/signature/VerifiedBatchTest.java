package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch's signature is verified once; what is particular to each message is verified for each. */
final class VerifiedBatchTest {
    private static final MessageDigests FIRST = Signing.message("first", 0);
    private static final MessageDigests SECOND = Signing.message("second", 1);
    private static final MessageDigests STRANGER = Signing.message("stranger", 0);

    private final Signing signing = Signing.with(TestKeys.EC_P256);
    private List<SignedMessage> batch = List.of();

    @BeforeEach
    void theFirstOfTheBatchWasVerified() throws LocalFault {
        batch = signing.sign(FIRST, SECOND);
        signing.verify(batch.get(0));
    }

    @Test
    void theOthersAreVerifiedToo() throws LocalFault {
        VerifiedMessage second = signing.verify(batch.get(1));

        assertThat(second.digests()).isEqualTo(SECOND);
        assertThat(second.signer()).isEqualTo(Signing.MEMBER);
        assertThat(second.certificate()).isEqualTo(signing.certificate.certificate());
        assertThat(second.signingTime()).isEqualTo(Signing.NOW);
        assertThat(second.parts()).isEqualTo(batch.get(1).parts());
    }

    @Test
    void aMessageThatIsNotOfTheBatchIsRefused() {
        refused(STRANGER, batch.get(0).parts(), Signing.MEMBER, Signing.NOW, "invalid_hash_chain");
        refused(SECOND, batch.get(0).parts(), Signing.MEMBER, Signing.NOW, "invalid_hash_chain");
        refused(FIRST, batch.get(1).parts(), Signing.MEMBER, Signing.NOW, "hash_chain");
    }

    @Test
    void anotherResultUnderTheSameSignatureIsRefused() throws LocalFault {
        SignatureParts.Batch other =
                signing.sign(STRANGER, SECOND).get(0).parts().batch().orElseThrow();
        SignatureParts mixed = new SignatureParts(batch.get(0).parts().signature(), Optional.of(other));

        refused(STRANGER, mixed, Signing.MEMBER, Signing.NOW, "invalid_signature_value");
    }

    @Test
    void aFlippedByteOfTheSignatureIsRefused() {
        byte[] signature = batch.get(1).parts().signature().clone();
        int value = new String(signature, StandardCharsets.ISO_8859_1).indexOf("<ds:SignatureValue") + 40;
        signature[value] = (byte) (signature[value] == 'A' ? 'B' : 'A');

        refused(
                SECOND,
                new SignatureParts(signature, batch.get(1).parts().batch()),
                Signing.MEMBER,
                Signing.NOW,
                "invalid_signature_value");
    }

    @Test
    void anotherMemberCannotUseIt() {
        MemberId other = new MemberId("TEST", "COM", "9999");
        refused(SECOND, batch.get(1).parts(), other, Signing.NOW, "incorrect_certificate");
    }

    @Test
    void itsOcspResponseGrowsOldAllTheSame() throws LocalFault {
        signing.verifier.verify(SECOND, batch.get(1).parts(), Signing.MEMBER, Signing.NOW.plus(Duration.ofMinutes(1)));
        refused(
                SECOND,
                batch.get(1).parts(),
                Signing.MEMBER,
                Signing.NOW.plus(Duration.ofDays(400)),
                "invalid_cert_path");
        refused(
                SECOND,
                batch.get(1).parts(),
                Signing.MEMBER,
                Signing.NOW.minus(Duration.ofDays(400)),
                "invalid_cert_path");
    }

    /** The time of signing is read anew with each verification of a signature, so one object stands for one of them. */
    @Test
    void messagesThatComeAtOnceHaveTheirSignatureVerifiedOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                MessageDigests[] messages = IntStream.range(0, 8)
                        .mapToObj(i -> Signing.message("at once " + i, 0))
                        .toArray(MessageDigests[]::new);
                CyclicBarrier start = new CyclicBarrier(messages.length);
                List<Future<VerifiedMessage>> verified = new ArrayList<>();
                for (SignedMessage message : signing.sign(messages)) {
                    verified.add(threads.submit(() -> {
                        start.await();
                        return signing.verify(message);
                    }));
                }
                Set<Instant> verifications = Collections.newSetFromMap(new IdentityHashMap<>());
                for (Future<VerifiedMessage> one : verified) {
                    verifications.add(one.get().signingTime());
                }
                assertThat(verifications).hasSize(1);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aMessageAskedAboutAMomentEarlierNeedsNoVerificationOfItsOwn() throws LocalFault {
        VerifiedMessage first = signing.verify(batch.get(0));
        VerifiedMessage earlier =
                signing.verifier.verify(SECOND, batch.get(1).parts(), Signing.MEMBER, Signing.NOW.minusMillis(1));

        assertThat(earlier.signingTime()).isSameAs(first.signingTime());
    }

    private void refused(MessageDigests received, SignatureParts parts, MemberId claimed, Instant at, String code) {
        assertThatThrownBy(() -> signing.verifier.verify(received, parts, claimed, at))
                .isInstanceOfSatisfying(
                        LocalFault.class,
                        f -> assertThat(f.path())
                                .startsWith("signature_verification.")
                                .contains(code));
    }
}
