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

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final ReplayGuard guard = new ReplayGuard(WINDOW, clock);

    @Test
    void aSecondMessageWithTheSameIdentifierIsRefused() throws LocalFault {
        guard.refuseSecond("a");

        assertThatThrownBy(() -> guard.refuseSecond("a"))
                .isInstanceOfSatisfying(
                        LocalFault.class, fault -> assertThat(fault.code()).isEqualTo(MessageFault.INVALID_MESSAGE));
        guard.refuseSecond("b");
    }

    @Test
    void aReplayAtTheEndOfTheWindowIsRefused() throws LocalFault {
        for (int minute = 0; minute < 240; minute++) {
            String id = "id-" + minute;
            guard.refuseSecond(id);
            clock.advance(Duration.ofMinutes(1));
            if (minute >= 119) {
                String old = "id-" + (minute - 118);
                assertThatThrownBy(() -> guard.refuseSecond(old)).isInstanceOf(LocalFault.class);
            }
        }
    }

    @Test
    void anIdentifierFromBeforeARestartIsRefusedWithinTheWindow() {
        guard.remember("old", clock.millis() - WINDOW.toMillis());
        guard.remember("ancient", clock.millis() - 2 * WINDOW.toMillis());

        assertThatThrownBy(() -> guard.refuseSecond("old")).isInstanceOf(LocalFault.class);
        org.assertj.core.api.Assertions.assertThatCode(() -> guard.refuseSecond("ancient"))
                .doesNotThrowAnyException();
    }

    @Test
    void atTheLimitTheOldestIdentifiersAreForgottenFirst() throws LocalFault {
        ReplayGuard small = new ReplayGuard(WINDOW, clock, 80);
        for (int i = 0; i < 200; i++) {
            small.refuseSecond("id-" + i);
        }

        assertThatThrownBy(() -> small.refuseSecond("id-199")).isInstanceOf(LocalFault.class);
        assertThatThrownBy(() -> small.refuseSecond("id-130")).isInstanceOf(LocalFault.class);
        small.refuseSecond("id-0");
    }

    @Test
    void aHundredThousandDifferentIdentifiersAllPassOnce() throws LocalFault {
        for (int i = 0; i < 100_000; i++) {
            guard.refuseSecond(new UUID(i, ~i).toString());
        }
    }
}
