package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.evidence.ArchiveCheck;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.UnstampedRun;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.testsupport.TestTimestamps;
import org.ambergate.testsupport.TimestampForm;
import org.ambergate.timestamp.TimestampRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time-stamped messages get into archives, each once, whatever cuts the writing off. */
final class ArchiverTest {
    private static final TestCertificate AUTHORITY = TestTimestamps.authority("TSA", TestKeys.EC_P256);
    private static final long MEBIBYTE = 1024 * 1024;

    @TempDir
    private Path directory = Path.of("");

    private final SimulatedDisk disk = new SimulatedDisk(7);

    @Test
    void whatIsStampedIsArchivedOnceAndWhatIsNotWaits() throws Exception {
        try (MessageLog log = open()) {
            Archiver archiver = archiver(log, MEBIBYTE);
            append(log, 5);
            assertThat(archiver.run()).isZero();
            stamp(log);
            append(log, 2);

            assertThat(archiver.run()).isEqualTo(5);
            assertThat(archiver.run()).isZero();
            assertThat(containers("-")).isEqualTo(5);

            stamp(log);
            assertThat(archiver.run()).isEqualTo(2);
            assertThat(archives()).hasSize(2);
            assertThat(containers("-")).isEqualTo(7);
        }
    }

    @Test
    void anArchiveIsClosedOnceItsContainersAreLongEnough() throws Exception {
        try (MessageLog log = open()) {
            append(log, 5);
            stamp(log);

            assertThat(archiver(log, 1).run()).isPositive();

            assertThat(archives()).hasSize(5);
            assertThat(containers("-")).isEqualTo(5);
        }
    }

    @Test
    void aStartGoesOnWithTheSameChain() throws Exception {
        try (MessageLog log = open()) {
            append(log, 3);
            stamp(log);
            assertThat(archiver(log, MEBIBYTE).run()).isPositive();
        }
        try (MessageLog log = open()) {
            assertThat(archiver(log, MEBIBYTE).run()).isZero();
            append(log, 1);
            stamp(log);
            assertThat(archiver(log, MEBIBYTE).run()).isPositive();
        }
        assertThat(containers("-")).isEqualTo(4);
    }

    /** The archive is written, and so is the position behind it; neither has its name. */
    @Test
    void anArchiveThatAwaitsItsNameIsWrittenAgain() throws Exception {
        try (MessageLog log = open()) {
            append(log, 3);
            stamp(log);
            assertThat(archiver(log, MEBIBYTE).run()).isPositive();
            Path archive = archives().get(0);
            Files.move(archive, archive.resolveSibling("archive.unfinished"));
            Files.move(position(), position().resolveSibling("archive-position.new"));

            assertThat(archiver(log, MEBIBYTE).archivedUpTo()).isZero();
            assertThat(archiver(log, MEBIBYTE).run()).isEqualTo(3);
            assertThat(archives()).containsExactly(archive);
        }
        assertThat(containers("-")).isEqualTo(3);
        assertThat(Files.exists(position())).isTrue();
    }

    /** A new position is there, but its archive is not: not under its own name, and not under the other one. */
    @Test
    void anArchiveWhoseFileSystemIsNotMountedDoesNotCount() throws Exception {
        try (MessageLog log = open()) {
            append(log, 2);
            stamp(log);
            assertThat(archiver(log, MEBIBYTE).run()).isEqualTo(2);
            byte[] position = Files.readAllBytes(position());
            List<Path> first = archives();
            append(log, 3);
            stamp(log);
            long before = archiver(log, MEBIBYTE).archivedUpTo();
            assertThat(archiver(log, MEBIBYTE).run()).isEqualTo(3);
            Path lost = archives().stream()
                    .filter(a -> !first.contains(a))
                    .findFirst()
                    .orElseThrow();
            Files.delete(lost);
            Files.move(position(), position().resolveSibling("archive-position.new"));
            Files.write(position(), position);

            assertThat(archiver(log, MEBIBYTE).archivedUpTo()).isEqualTo(before);
            assertThat(archiver(log, MEBIBYTE).run()).isEqualTo(3);
            assertThat(Files.exists(lost)).isTrue();
        }
        assertThat(containers("-")).isEqualTo(5);
    }

    @Test
    void thePositionOfAnotherLogCountsForNothing() throws Exception {
        try (MessageLog log = open()) {
            append(log, 3);
            stamp(log);
            assertThat(archiver(log, MEBIBYTE).run()).isEqualTo(3);
            assertThat(archiver(log, MEBIBYTE).archivedUpTo()).isPositive();
        }
        try (MessageLog other =
                MessageLog.open(new SimulatedDisk(8).mounted(), Samples.SMALL, Samples.surroundings())) {
            append(other, 2);
            stamp(other);

            assertThat(archiver(other, MEBIBYTE).archivedUpTo()).isZero();
            Files.copy(position(), position().resolveSibling("archive-position.new"));
            assertThat(archiver(other, MEBIBYTE).archivedUpTo()).isZero();
            assertThat(archiver(other, MEBIBYTE).run()).isEqualTo(2);
        }
    }

    @Test
    void aPositionThatNamesNoLogIsRefused() throws Exception {
        try (MessageLog log = open()) {
            Files.writeString(position(), "AMBERLOG archive 1\n17\n-\n-\n");

            assertThatThrownBy(archiver(log, MEBIBYTE)::archivedUpTo)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("archive-position does not say");
        }
    }

    @Test
    void anArchiveThatHasItsNameBeforeThePositionHasIsNotWrittenAgain() throws Exception {
        try (MessageLog log = open()) {
            append(log, 3);
            stamp(log);
            assertThat(archiver(log, MEBIBYTE).run()).isPositive();
            Files.move(position(), position().resolveSibling("archive-position.new"));
            append(log, 1);
            stamp(log);

            assertThat(archiver(log, MEBIBYTE).run()).isPositive();
        }
        assertThat(archives()).hasSize(2);
        assertThat(containers("-")).isEqualTo(4);
    }

    /** Every length to which a crash may have cut the new position: but for the whole it counts for nothing. */
    @Test
    void aPositionThatWasNotWrittenToItsEndCountsForNothing() throws Exception {
        try (MessageLog log = open()) {
            append(log, 3);
            stamp(log);
            assertThat(archiver(log, MEBIBYTE).run()).isPositive();
            byte[] whole = Files.readAllBytes(position());
            byte[] archive = Files.readAllBytes(archives().get(0));
            for (int cut = 0; cut < whole.length; cut++) {
                Files.write(position().resolveSibling("archive-position.new"), java.util.Arrays.copyOf(whole, cut));
                Files.delete(position());
                Files.move(archives().get(0), directory.resolve("archive.unfinished"));
                Files.write(directory.resolve("archive.unfinished"), new byte[] {1});

                assertThat(archiver(log, MEBIBYTE).run()).as("%d", cut).isPositive();
                assertThat(Files.readAllBytes(archives().get(0))).isEqualTo(archive);
            }
        }
    }

    private Archiver archiver(MessageLog log, long bytesMax) {
        return log.archiver(new Archiver.Plan(directory, position(), bytesMax));
    }

    private Path position() {
        return directory.resolve("archive-position");
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> String.valueOf(f.getFileName()).matches("mlog-.*\\.zip"))
                    .toList();
        }
    }

    /** Containers of the chain that begins with a link; all archives must belong to it. */
    private int containers(String first) throws IOException {
        String link = first;
        int containers = 0;
        int followed = 0;
        for (boolean found = true; found; ) {
            found = false;
            for (Path archive : archives()) {
                try (InputStream in = Files.newInputStream(archive)) {
                    ArchiveCheck.Result result = ArchiveCheck.of(in, Optional.of(link));
                    if (result.lastLink().isPresent()) {
                        link = result.lastLink().get();
                        containers += result.containers();
                        followed++;
                        found = true;
                    }
                }
            }
        }
        assertThat(followed).isEqualTo(archives().size());
        return containers;
    }

    private MessageLog open() throws IOException {
        return MessageLog.open(disk.mounted(), Samples.SMALL, Samples.surroundings());
    }

    private static void append(MessageLog log, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            LogReceipt unused = log.append(Samples.entry("m" + i, "body".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void stamp(MessageLog log) throws Exception {
        UnstampedRecords records = log.unstamped();
        UnstampedRun run = records.next(100).orElseThrow();
        byte[] request =
                TimestampRequest.bare(DigestAlgorithm.SHA512.of(run.result())).encoded();
        byte[] token = TestTimestamps.token(request, TimestampForm.honest(Samples.TIME, AUTHORITY));
        LogReceipt unused = log.append(new LoggedTimestamp(
                run.from(), run.upTo(), run.checkpoint(), Samples.TIME, run.messages(), token, run.result()));
        records.stamped(run);
    }
}
