package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.ambergate.signature.TimestampChain;
import org.junit.jupiter.api.Test;

class SignatureLeavesTest {
    @Test
    void eachSignatureHasItsOwnLeafHoweverManyStandMixed() {
        SignatureLeaves leaves = new SignatureLeaves();
        for (int mixed : new int[] {1, 2, 8, 9, 30}) {
            for (int i = 0; i < 100; i++) {
                byte[] signature = ("<signature>" + i % mixed + "</signature>").getBytes(StandardCharsets.UTF_8);

                assertThat(leaves.of(signature)).isEqualTo(TimestampChain.leaf(signature));
            }
        }
    }
}
