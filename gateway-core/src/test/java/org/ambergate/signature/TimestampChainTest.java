package org.ambergate.signature;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimestampChainTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 33})
    void everySignaturesOwnChainLeadsToTheResultAndNoOther(int count) throws Exception {
        List<byte[]> signatures = IntStream.range(0, count)
                .mapToObj(i -> ("<signature n=\"" + i + "\"/>").getBytes(StandardCharsets.UTF_8))
                .toList();
        TimestampChain chain = TimestampChain.over(
                signatures.stream().map(TimestampChain::leaf).toList());

        for (int i = 0; i < count; i++) {
            TimestampChain.verify(chain.result(), chain.chain(i), signatures.get(i));
            byte[] own = chain.chain(i);
            byte[] other = "<other/>".getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> TimestampChain.verify(chain.result(), own, other))
                    .isInstanceOf(LocalFault.class);
        }
    }

    @Test
    void aMessagesChainIsNoTimestampsChain() throws Exception {
        byte[] signature = "<signature/>".getBytes(StandardCharsets.UTF_8);
        TimestampChain chain = TimestampChain.over(List.of(TimestampChain.leaf(signature)));
        String text = new String(chain.chain(0), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> TimestampChain.verify(
                        chain.result(),
                        text.replace("/META-INF/signatures.xml", "/message.xml").getBytes(StandardCharsets.UTF_8),
                        signature))
                .isInstanceOf(LocalFault.class);
    }

    @Test
    void onlyStrongLeavesAreTaken() {
        assertThatThrownBy(() -> TimestampChain.over(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TimestampChain.over(List.of(DigestAlgorithm.SHA1.of(new byte[1]))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
