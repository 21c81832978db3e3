package org.ambergate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FingerprintSetTest {
    private final Random random = new Random(71);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 100_000})
    void itHoldsWhatWasAddedAndNothingElse(int expected) {
        FingerprintSet set = new FingerprintSet(expected);
        Set<Long> model = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            long fingerprint = random.nextLong();
            set.add(fingerprint);
            set.add(fingerprint);
            model.add(fingerprint);
            if (i % 10_000 == 0) {
                set.trim();
            }
        }

        assertThat(set.size()).isEqualTo(model.size());
        assertThat(model).allMatch(set::contains);
        for (int i = 0; i < 50_000; i++) {
            long other = random.nextLong();
            assertThat(set.contains(other)).isEqualTo(model.contains(other));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 0xFFFFFFFF00000000L})
    void itHoldsFingerprintsAtTheEdges(long fingerprint) {
        FingerprintSet set = new FingerprintSet(0);
        assertThat(set.contains(fingerprint)).isFalse();

        set.add(fingerprint);
        set.add(fingerprint);
        set.trim();

        assertThat(set.contains(fingerprint)).isTrue();
        assertThat(set.size()).isEqualTo(1);
    }

    @Test
    void manyAtTheEndGoOnAtTheBeginning() {
        FingerprintSet set = new FingerprintSet(0);
        for (long i = 0; i < 500; i++) {
            set.add(-1 - i);
        }
        for (long i = 0; i < 500; i++) {
            assertThat(set.contains(-1 - i)).isTrue();
        }
        assertThat(set.contains(-501)).isFalse();
    }
}
