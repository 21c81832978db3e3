package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import org.ambergate.identifier.ClientId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which exchanges a retention rule covers, when something is due, and the set of what was removed. */
final class RetentionRuleTest {
    private static final LoggedExchange EXCHANGE =
            new LoggedExchange(ExchangeSide.PROVIDER, "q", "r", "DEV/ORG/1/A", "DEV/ORG/2/B/code");

    @ParameterizedTest
    @CsvSource({
        "DEV/ORG/1, true", "DEV/ORG/2, true", "DEV/ORG/1/A, true", "DEV/ORG/2/B, true",
        "DEV/ORG/3, false", "DEV/ORG/1/B, false", "DEV/ORG/2/A, false", "TEST/ORG/1, false"
    })
    void aPartyIsTheClientOrTheProviderOrTheMemberOfOne(String party, boolean covered) {
        assertThat(rule(Optional.of(party), Optional.empty(), Optional.empty()).covers(EXCHANGE))
                .isEqualTo(covered);
    }

    @Test
    void allThatARuleNamesMustHold() {
        assertThat(rule(Optional.of("DEV/ORG/1"), Optional.of("code"), Optional.of(ExchangeSide.PROVIDER))
                        .covers(EXCHANGE))
                .isTrue();
        assertThat(rule(Optional.of("DEV/ORG/1"), Optional.of("other"), Optional.empty())
                        .covers(EXCHANGE))
                .isFalse();
        assertThat(rule(Optional.empty(), Optional.empty(), Optional.of(ExchangeSide.CONSUMER))
                        .covers(EXCHANGE))
                .isFalse();
        assertThat(rule(Optional.empty(), Optional.empty(), Optional.empty()).covers(EXCHANGE))
                .isTrue();
    }

    @Test
    void anExchangeWhoseNamesCannotBeReadFallsUnderNoRule() {
        LoggedExchange odd = new LoggedExchange(ExchangeSide.PROVIDER, "q", "r", "nobody", "DEV/ORG/2/B/code");

        assertThat(rule(Optional.empty(), Optional.empty(), Optional.empty()).covers(odd))
                .isFalse();
    }

    @Test
    void aBodyIsDueWhenItsTimeIsOverAndARecordWithoutATimeNever() {
        RetentionRule rule = rule(Optional.empty(), Optional.empty(), Optional.empty());
        Instant logged = Instant.parse("2026-01-05T10:00:00Z");

        assertThat(rule.isBodyDue(logged, logged.plus(Duration.ofDays(30)).minusMillis(1)))
                .isFalse();
        assertThat(rule.isBodyDue(logged, logged.plus(Duration.ofDays(30)))).isTrue();
        assertThat(rule.isRecordDue(logged, Instant.parse("9999-01-05T10:00:00Z")))
                .isFalse();
    }

    @Test
    void theTextNamesWhatTheRuleNames() {
        assertThat(rule(Optional.of("DEV/ORG/1"), Optional.of("code"), Optional.of(ExchangeSide.CONSUMER))
                        .text())
                .isEqualTo("party DEV/ORG/1, service code, side consumer, keep-bodies 30d");
        assertThat(new RetentionRule(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Duration.ofMinutes(90)),
                                Optional.of(Duration.ofDays(1)))
                        .text())
                .isEqualTo("keep-bodies 5400s, keep-records 1d");
    }

    /** Against a set that holds each number by itself. */
    @Test
    void aSetOfRangesHoldsWhatWasAddedInAnyOrder() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            SequenceSet set = new SequenceSet();
            BitSet model = new BitSet();
            for (int i = 0; i < 12; i++) {
                int first = random.nextInt(60);
                int last = first + random.nextInt(8);
                set.add(new SequenceRange(first, last));
                model.set(first, last + 1);
            }
            for (int sequence = 0; sequence < 70; sequence++) {
                assertThat(set.contains(sequence)).as("%d", sequence).isEqualTo(model.get(sequence));
            }
        }
    }

    private static RetentionRule rule(Optional<String> party, Optional<String> service, Optional<ExchangeSide> side) {
        return new RetentionRule(
                party.map(ClientId::parse), service, side, Optional.of(Duration.ofDays(30)), Optional.empty());
    }
}
