package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.globalconf.InstanceConfiguration;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.identifier.MemberId;
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

    @Test
    void theRecordedGlobalConfigurationSaysWhomToTrust() throws LocalFault {
        SharedParameters shared = SharedParameters.parse(RecordedTrust.bytes("globalconf/PEER/shared-params.xml"), 6);
        PrivateParameters own = PrivateParameters.parse(RecordedTrust.bytes("globalconf/PEER/private-params.xml"));
        GlobalConfiguration configuration = GlobalConfiguration.of(
                new GlobalConfiguration.OwnParameters(own, Instant.MAX, OptionalParts.DEFAULT),
                List.of(InstanceConfiguration.of(shared, Instant.MAX)));

        assertThat(configuration.trustBase()).isEqualTo(trust);
    }

    @Test
    void manyThreadsVerifyAtOnce() throws Exception {
        List<ReceivedMessage> messages = messages().stream()
                .filter(m -> m.body().orElse(new byte[0]).length < 10_000)
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<MemberId>> tasks = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                ReceivedMessage message = messages.get(i % messages.size());
                tasks.add(() -> verifier.verify(
                                message.digests(), message.parts(), message.signer(), message.signingTime())
                        .signer());
            }
            List<Future<MemberId>> results = threads.invokeAll(tasks);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get())
                        .isEqualTo(messages.get(i % messages.size()).signer());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
