package org.ambergate.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BytePatternTest {
    private static final int LENGTH = 200_000;

    private final BytePattern pattern = new BytePattern();
    private final byte[] whole = pattern.first(LENGTH);

    @Test
    void aPartIsTheSameAsInTheWhole() {
        for (int offset : new int[] {0, 1, 65_520, 65_521, 65_522, 131_042}) {
            ByteBuffer part = ByteBuffer.allocate(66_000);

            pattern.fill(offset, part);

            assertThat(part.flip()).isEqualTo(ByteBuffer.wrap(whole, offset, 66_000));
        }
    }

    @Test
    void itMatchesItselfAtItsOffsetAndNowhereNear() {
        ByteBuffer part = ByteBuffer.wrap(whole, 65_000, 2_000);

        assertThat(pattern.matches(65_000, part)).isTrue();
        assertThat(pattern.matches(65_001, part)).isFalse();
        assertThat(part.remaining()).isEqualTo(2_000);
    }

    @Test
    void oneChangedByteDoesNotMatch() {
        whole[LENGTH - 1] ^= 1;

        assertThat(pattern.matches(0, ByteBuffer.wrap(whole))).isFalse();
    }
}
