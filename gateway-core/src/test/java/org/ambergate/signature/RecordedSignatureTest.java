package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.pki.PathValidator;
import org.ambergate.pki.TrustBase;
import org.ambergate.testsupport.ReceivedMessage;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordedSignatureTest {
    private final TrustBase trust = RecordedTrust.trustBase();
    private final MessageVerifier verifier = new MessageVerifier(new PathValidator(trust), trust);

    static List<ReceivedMessage> messages() {
        return ReceivedMessage.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyRecordedMessageVerifiesWhenItWasSigned(ReceivedMessage message) throws LocalFault {
        VerifiedMessage verified =
                verifier.verify(message.digests(), message.parts(), message.signer(), message.signingTime());

        assertThat(verified.signer()).isEqualTo(message.signer());
        assertThat(verified.digests()).isEqualTo(message.digests());
        assertThat(verified.signingTime()).isEqualTo(message.signingTime());
    }

    @Test
    void theRecordingHoldsBothKindsOfKeysAndChainsOfSeveralSteps() {
        assertThat(messages()).hasSizeGreaterThan(50);
    }
}
