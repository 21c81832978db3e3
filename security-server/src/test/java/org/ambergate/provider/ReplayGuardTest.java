package org.ambergate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.testsupport.ManualClock;
import org.junit.jupiter.api.Test;

final class ReplayGuardTest {
    private static final Duration WINDOW = Duration.ofHours(2);
    private static final Duration FRESHNESS = Duration.ofHours(1);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final ReplayGuard guard = new ReplayGuard(1_000_000, clock);

    @Test
    void aSecondMessageWithTheSameIdentifierIsRefused() throws LocalFault {
        guard.refuseSecond("a", FRESHNESS);

        assertThatThrownBy(() -> guard.refuseSecond("a", FRESHNESS))
                .isInstanceOfSatisfying(
                        LocalFault.class, fault -> assertThat(fault.code()).isEqualTo(MessageFault.INVALID_MESSAGE));
        guard.refuseSecond("b", FRESHNESS);
    }

    @Test
    void aReplayAtTheEndOfTheWindowIsRefused() throws LocalFault {
        for (int minute = 0; minute < 240; minute++) {
            String id = "id-" + minute;
            guard.refuseSecond(id, FRESHNESS);
            clock.advance(Duration.ofMinutes(1));
            if (minute >= 119) {
                String old = "id-" + (minute - 118);
                assertThatThrownBy(() -> guard.refuseSecond(old, FRESHNESS)).isInstanceOf(LocalFault.class);
            }
        }
    }

    @Test
    void anIdentifierFromBeforeARestartIsRefusedWithinTheWindow() {
        guard.remember("old", clock.millis() - WINDOW.toMillis(), FRESHNESS);
        guard.remember("ancient", clock.millis() - 2 * WINDOW.toMillis(), FRESHNESS);

        assertThatThrownBy(() -> guard.refuseSecond("old", FRESHNESS)).isInstanceOf(LocalFault.class);
        org.assertj.core.api.Assertions.assertThatCode(() -> guard.refuseSecond("ancient", FRESHNESS))
                .doesNotThrowAnyException();
    }

    @Test
    void atTheLimitTheOldestIdentifiersAreForgottenFirst() throws LocalFault {
        ReplayGuard small = new ReplayGuard(80, clock);
        for (int i = 0; i < 200; i++) {
            small.refuseSecond("id-" + i, FRESHNESS);
        }

        assertThatThrownBy(() -> small.refuseSecond("id-199", FRESHNESS)).isInstanceOf(LocalFault.class);
        assertThatThrownBy(() -> small.refuseSecond("id-120", FRESHNESS)).isInstanceOf(LocalFault.class);
        small.refuseSecond("id-0", FRESHNESS);
    }

    @Test
    void aHundredThousandDifferentIdentifiersAllPassOnce() throws LocalFault {
        for (int i = 0; i < 100_000; i++) {
            guard.refuseSecond(new UUID(i, ~i).toString(), FRESHNESS);
        }
    }

    @Test
    void atTheRateThatTheLimitIsForIdentifiersAreRememberedForTwoHours() throws LocalFault {
        ReplayGuard busy = new ReplayGuard(72_000, clock);
        for (int i = 0; i < 3 * 72_000; i++) {
            busy.refuseSecond("id-" + i, FRESHNESS);
            // ten a second
            clock.advance(Duration.ofMillis(100));
            if (i >= 72_000 && i % 1_000 == 0) {
                String old = "id-" + (i - 71_000);
                assertThatThrownBy(() -> busy.refuseSecond(old, FRESHNESS)).isInstanceOf(LocalFault.class);
            }
        }
    }

    @Test
    void whereOcspResponsesStayFreshForLongerIdentifiersAreRememberedForLonger() throws LocalFault {
        Duration day = Duration.ofDays(1);
        guard.refuseSecond("a", day);
        for (int hour = 0; hour < 24; hour++) {
            clock.advance(Duration.ofHours(1));
            assertThatThrownBy(() -> guard.refuseSecond("a", day)).isInstanceOf(LocalFault.class);
            guard.refuseSecond("hour-" + hour, day);
        }
        clock.advance(Duration.ofHours(3));
        guard.refuseSecond("a", day);
    }

    @Test
    void anIdentifierTakesTwelveBytesAtMostOnceThereAreMany() throws LocalFault {
        ReplayGuard full = new ReplayGuard(400_000, clock);
        for (int i = 0; i < 1_000_000; i++) {
            full.refuseSecond("id-" + i, FRESHNESS);
        }

        assertThat(full.bytes()).isBetween(400_000L * 10, 400_000L * 12);
    }
}
