package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    private void refused(MessageDigests received, SignatureParts parts, MemberId claimed, Instant at, String code) {
        assertThatThrownBy(() -> signing.verifier.verify(received, parts, claimed, at))
                .isInstanceOfSatisfying(
                        LocalFault.class,
                        f -> assertThat(f.path())
                                .startsWith("signature_verification.")
                                .contains(code));
    }
}
