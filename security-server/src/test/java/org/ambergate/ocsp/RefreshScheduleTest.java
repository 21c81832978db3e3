package org.ambergate.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ambergate.testsupport.TestAuthority;
import org.junit.jupiter.api.Test;

class RefreshScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final X509Certificate CERTIFICATE =
            TestAuthority.create("Schedule CA").certificate();
    private static final Duration RETRY = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMinutes(20);

    @Test
    void aNewCertificateIsDueAtOnce() {
        assertThat(schedule(1).isDue(CERTIFICATE, NOW)).isTrue();
    }

    @Property(tries = 200)
    void afterSuccessTheNextFetchIsWithinATenthBeforeTheInterval(@ForAll int seed) {
        RefreshSchedule schedule = schedule(seed);
        schedule.succeeded(CERTIFICATE, NOW, INTERVAL, NOW.plusSeconds(3600));
        assertThat(schedule.isDue(CERTIFICATE, NOW.plusSeconds(1079))).isFalse();
        assertThat(schedule.isDue(CERTIFICATE, NOW.plusSeconds(1200))).isTrue();
    }

    @Property(tries = 200)
    void afterFailureTheNextFetchIsWithinATenthAfterTheDelay(@ForAll int seed) {
        RefreshSchedule schedule = schedule(seed);
        schedule.failed(CERTIFICATE, NOW);
        assertThat(schedule.isDue(CERTIFICATE, NOW.plusSeconds(59))).isFalse();
        assertThat(schedule.isDue(CERTIFICATE, NOW.plusSeconds(66))).isTrue();
    }

    @Test
    void aResponseThatEndsSoonerIsFetchedAtItsEnd() {
        RefreshSchedule schedule = schedule(1);
        schedule.succeeded(CERTIFICATE, NOW, INTERVAL, NOW.plusSeconds(300));
        assertThat(schedule.isDue(CERTIFICATE, NOW.plusSeconds(299))).isFalse();
        assertThat(schedule.isDue(CERTIFICATE, NOW.plusSeconds(300))).isTrue();
    }

    @Test
    void aResponseThatEndsAtOnceIsNotFetchedMoreOftenThanAfterFailures() {
        RefreshSchedule schedule = schedule(1);
        schedule.succeeded(CERTIFICATE, NOW, INTERVAL, NOW);
        assertThat(schedule.isDue(CERTIFICATE, NOW.plusSeconds(59))).isFalse();
        assertThat(schedule.isDue(CERTIFICATE, NOW.plusSeconds(60))).isTrue();
    }

    @Test
    void aClockSetBackDoesNotPutOffTheNextFetch() {
        RefreshSchedule schedule = schedule(1);
        schedule.succeeded(CERTIFICATE, NOW.plus(Duration.ofDays(30)), INTERVAL, NOW.plus(Duration.ofDays(31)));
        schedule.retain(List.of(CERTIFICATE), NOW, INTERVAL);
        assertThat(schedule.isDue(CERTIFICATE, NOW)).isTrue();
    }

    @Test
    void aFailureIsNotForgottenBeforeItsDelay() {
        RefreshSchedule schedule = schedule(1);
        schedule.failed(CERTIFICATE, NOW);
        schedule.retain(List.of(), NOW.plusSeconds(30), INTERVAL);
        assertThat(schedule.isDue(CERTIFICATE, NOW.plusSeconds(30))).isFalse();
    }

    private static RefreshSchedule schedule(int seed) {
        return new RefreshSchedule(RETRY, new Random(seed));
    }
}
