package org.ambergate.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.distribution.PublishedConfiguration.NewKeys;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.SignedDirectory;
import org.ambergate.publication.ConfigurationSchemas;
import org.ambergate.publication.DirectoryKind;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.publication.PublicationKeys;
import org.ambergate.publication.SampleInstance;
import org.ambergate.testsupport.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever fails, and whenever: a whole set is published, the former or the next. */
class PublishedConfigurationTest {
    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
    private static final PublicationRules RULES =
            new PublicationRules(Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofMinutes(10));
    private static final ConfigurationSchemas SCHEMAS = ConfigurationSchemas.load();
    private static final PublicationKeys KEYS = PublicationKeys.of(SampleInstance.RSA);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path base;

    private final ManualClock clock = new ManualClock(START);

    @ParameterizedTest
    @CsvSource({"false, false, 1", "true, false, 1", "false, true, 7", "true, true, 7"})
    void aPublicationOfWhichAnyStepFailsIsWholeOrNotAtAll(boolean afterEffect, boolean forEver, int stride)
            throws Exception {
        boolean failed = true;
        for (int step = 1; failed; step += stride) {
            Path directory = published(step);
            FaultyDisk disk = new FaultyDisk(step, afterEffect, forEver);
            String shown = publishNew(directory, disk);
            failed = disk.hasFailed();
            String found = reopened(directory);

            assertThat(shown).as("step %d", step).isIn("old", "new");
            assertThat(found).as("step %d after a restart", step).isIn("old", "new");
            assertThat(failed || shown.equals("new")).isTrue();
        }
    }

    @Test
    void aRenewalOfWhichAnyStepFailsLeavesAWholeSet() throws Exception {
        boolean failed = true;
        for (int step = 1; failed; step++) {
            Path directory = published(step);
            FaultyDisk disk = new FaultyDisk(step, step % 2 == 0, true);
            try (PublishedConfiguration published = open(directory, disk)) {
                clock.set(START.plusSeconds(60));
                published.renew(KEYS);
            } catch (LocalFault e) {
                assertThat(disk.hasFailed()).isTrue();
            }
            failed = disk.hasFailed();

            assertThat(reopened(directory)).isEqualTo("old");
        }
    }

    @Test
    void aFailureIsForgottenByTheNextPublication() throws Exception {
        try (PublishedConfiguration published = open(base, new FaultyDisk(7, false, false))) {
            assertThatThrownBy(() -> published.publish(description("old"), KEYS, "cs.example", NewKeys.WAIT))
                    .isInstanceOf(LocalFault.class);
            assertThat(published.current()).isEmpty();
            published.publish(description("new"), KEYS, "cs.example", NewKeys.WAIT);

            assertThat(subsystem(published)).isEqualTo("new");
        }
        assertThat(list(base.resolve("sets"))).hasSize(1);
        assertThat(list(base.resolve("parts/V6"))).hasSize(1);
    }

    @Test
    void partsStayTenMinutesAfterARestartToo() throws Exception {
        publishOld(base);
        String old;
        try (PublishedConfiguration published = open(base, FaultyDisk.none())) {
            old = location(published);
            published.publish(description("new"), KEYS, "cs.example", NewKeys.WAIT);
        }
        clock.set(START.plusSeconds(300));
        try (PublishedConfiguration published = open(base, FaultyDisk.none())) {
            clock.set(START.plusSeconds(899));
            published.renew(KEYS);
            assertThat(published.part(old))
                    .hasValueSatisfying(file -> assertThat(file).exists());
            clock.set(START.plusSeconds(900));
            published.renew(KEYS);
            assertThat(published.part(old)).isEmpty();
        }
        assertThat(list(base.resolve("parts/V6"))).hasSize(1);
    }

    @Test
    void anExpireDateNeverGoesBack() throws Exception {
        publishOld(base);
        try (PublishedConfiguration published = open(base, FaultyDisk.none())) {
            Instant first = expires(published);
            clock.set(START.minusSeconds(3600));
            published.renew(KEYS);
            assertThat(expires(published)).isEqualTo(first);
            clock.set(START.minus(Duration.ofDays(40)));
            published.renew(KEYS);
            assertThat(expires(published))
                    .isEqualTo(START.minus(Duration.ofDays(40)).plusSeconds(600));
        }
    }

    @Test
    void aSetThatWasChangedOnDiskIsNotServed() throws Exception {
        publishOld(base);
        Path part;
        try (PublishedConfiguration published = open(base, FaultyDisk.none())) {
            part = published.part(location(published)).orElseThrow();
        }
        byte[] content = Files.readAllBytes(part);
        content[content.length / 2] ^= 1;
        Files.write(part, content);

        try (PublishedConfiguration published = open(base, FaultyDisk.none())) {
            assertThat(published.current()).isEmpty();
            published.publish(description("new"), KEYS, "cs.example", NewKeys.WAIT);
            assertThat(subsystem(published)).isEqualTo("new");
        }
    }

    @Test
    void aKeyThatServersCannotKnowRenewsNothing() throws Exception {
        publishOld(base);
        try (PublishedConfiguration published = open(base, FaultyDisk.none())) {
            assertThatThrownBy(() -> published.renew(PublicationKeys.of(SampleInstance.EC)))
                    .isInstanceOf(LocalFault.class);
            assertThat(expires(published)).isEqualTo(START.plusSeconds(600));
        }
    }

    private void publishOld(Path directory) throws IOException, LocalFault {
        clock.set(START);
        try (PublishedConfiguration published = open(directory, FaultyDisk.none())) {
            published.publish(description("old"), KEYS, "cs.example", NewKeys.WAIT);
        }
    }

    /** A copy of a directory in which the old description is published. */
    private Path published(int step) throws IOException, LocalFault {
        clock.set(START);
        Path first = base.resolve("first");
        if (!Files.exists(first)) {
            publishOld(first);
        }
        Path copy = base.resolve(Integer.toString(step));
        try (Stream<Path> all = Files.walk(first)) {
            for (Path path : all.toList()) {
                // Copying a link as a link, and a directory as an empty one.
                Files.copy(path, copy.resolve(first.relativize(path)), LinkOption.NOFOLLOW_LINKS);
            }
        }
        return copy;
    }

    private String publishNew(Path directory, PublicationDisk disk) throws IOException, LocalFault {
        try (PublishedConfiguration published = open(directory, disk)) {
            clock.set(START.plusSeconds(601));
            try {
                published.publish(description("new"), KEYS, "cs.example", NewKeys.WAIT);
            } catch (LocalFault e) {
                return subsystem(published);
            }
            return subsystem(published);
        }
    }

    private String reopened(Path directory) throws IOException, LocalFault {
        try (PublishedConfiguration published = open(directory, FaultyDisk.none())) {
            return subsystem(published);
        }
    }

    /** What a server reads that downloads version 6 now. */
    private static String subsystem(PublishedConfiguration published) throws IOException, LocalFault {
        byte[] part = Files.readAllBytes(published.part(location(published)).orElseThrow());
        return SharedParameters.parse(part, 6)
                .members()
                .get(1)
                .subsystems()
                .get(0)
                .id()
                .subsystemCode()
                .orElseThrow();
    }

    private static String location(PublishedConfiguration published) throws LocalFault {
        byte[] directory = published
                .current()
                .flatMap(set -> set.directories().find(DirectoryKind.EXTERNAL, 6))
                .orElseThrow();
        return SignedDirectory.verify(directory, List.of(SampleInstance.RSA.certificate()), Instant.MIN)
                .parts()
                .get(0)
                .location();
    }

    private static Instant expires(PublishedConfiguration published) {
        return published.current().orElseThrow().directories().expires();
    }

    private PublishedConfiguration open(Path directory, PublicationDisk disk) throws IOException {
        return PublishedConfiguration.open(PublicationStore.open(directory, disk), RULES, clock, SCHEMAS);
    }

    static InstanceDescription description(String subsystem) {
        return SampleInstance.description(List.of(
                SampleInstance.member(SampleInstance.OWNER, "süb"),
                SampleInstance.member(SampleInstance.OTHER, subsystem)));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
