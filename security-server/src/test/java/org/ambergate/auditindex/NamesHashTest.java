package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LoggedExchange;
import org.junit.jupiter.api.Test;

class NamesHashTest {
    private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final LoggedExchange NAMES = new LoggedExchange(ExchangeSide.CONSUMER, "q", "r", "c", "s");

    private final NamesHash hash = new NamesHash(KEY, IndexingLimits.STANDARD);

    @Test
    void itDependsOnEveryName() {
        Stream<LoggedExchange> others = Stream.of(
                new LoggedExchange(ExchangeSide.PROVIDER, "q", "r", "c", "s"),
                new LoggedExchange(ExchangeSide.CONSUMER, "q2", "r", "c", "s"),
                new LoggedExchange(ExchangeSide.CONSUMER, "q", "r2", "c", "s"),
                new LoggedExchange(ExchangeSide.CONSUMER, "q", "r", "c2", "s"),
                new LoggedExchange(ExchangeSide.CONSUMER, "q", "r", "c", "s2"),
                new LoggedExchange(ExchangeSide.CONSUMER, "qr", "", "c", "s"),
                new LoggedExchange(ExchangeSide.CONSUMER, "r", "q", "c", "s"));

        assertThat(others.map(hash::of).map(NamesHash.Hashed::hash))
                .doesNotContain(hash.of(NAMES).hash())
                .doesNotHaveDuplicates();
        assertThat(hash.of(NAMES)).isEqualTo(hash.of(NAMES)).hasSameHashCodeAs(hash.of(NAMES));
    }

    @Test
    void anotherKeyGivesOtherHashes() {
        byte[] other = KEY.clone();
        other[0] ^= 1;

        assertThat(new NamesHash(other, IndexingLimits.STANDARD).of(NAMES).hash())
                .isNotEqualTo(hash.of(NAMES).hash());
    }

    /** {@code Aa} and {@code BB} have one hash code in Java, and so has every row of them. */
    @Test
    void namesThatMeetInJavasHashesDoNotMeetHere() {
        List<LoggedExchange> meeting = Stream.of("AaAa", "AaBB", "BBAa", "BBBB")
                .map(id -> new LoggedExchange(ExchangeSide.CONSUMER, "q", id, "c", "s"))
                .toList();
        assertThat(meeting.stream().map(LoggedExchange::hashCode).distinct()).hasSize(1);

        assertThat(meeting.stream().map(hash::of).map(NamesHash.Hashed::hashCode))
                .doesNotHaveDuplicates();
    }

    @Test
    void namesWithOneHashAreToldApartByTheirTexts() {
        NamesHash one = new NamesHash(KEY, new IndexingLimits(1, 1, 1, 1, 0));
        LoggedExchange other = new LoggedExchange(ExchangeSide.CONSUMER, "q", "other", "c", "s");

        assertThat(one.of(NAMES).hash()).isEqualTo(one.of(other).hash());
        assertThat(one.of(NAMES)).isNotEqualTo(one.of(other));
    }
}
