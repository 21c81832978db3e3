package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLogStorageTest {
    @TempDir
    Path parent;

    @Test
    void onlyTheOwnerCanEnterTheDirectoryAndReadTheFiles() throws Exception {
        Path directory = parent.resolve("log");
        try (MessageLog log = Samples.open(directory)) {
            log.append(Samples.entry("a"));
            assertThat(permissions(directory)).isEqualTo("rwx------");
        }
        // Closed, the log renames none of its files while they are looked at.
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void aDirectoryThatOthersCouldEnterIsClosedToThem() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("log"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

        LocalLogStorage.open(directory).close();

        assertThat(permissions(directory)).isEqualTo("rwx------");
    }

    @Test
    void aSecondServerInThisProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
        try (LocalLogStorage first = LocalLogStorage.open(parent)) {
            assertThatThrownBy(() -> LocalLogStorage.open(parent)).isInstanceOf(LogInUseException.class);
            assertThatThrownBy(() -> LocalLogStorage.open(parent.resolve("../" + parent.getFileName())))
                    .isInstanceOf(LogInUseException.class);
            assertThat(first.list()).isEmpty();
        }
        LocalLogStorage.open(parent).close();
    }

    @Test
    void aLogThatCannotBeOpenedLetsGoOfItsDirectory() throws Exception {
        Files.write(parent.resolve("0000000001.segment"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13});
        Files.write(parent.resolve("0000000002.segment"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> Samples.open(parent)).isInstanceOf(LogDamagedException.class);

        LocalLogStorage.open(parent).close();
    }

    @Test
    void writesReachTheGivenPlace() throws Exception {
        try (LocalLogStorage storage = LocalLogStorage.open(parent)) {
            try (LogFile file = storage.create("x")) {
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 2);
                file.sync();
                file.truncate(4);
                assertThat(file.length()).isEqualTo(4);
            }
            storage.rename("x", "y");
            storage.syncDirectory();
            assertThat(Files.readAllBytes(parent.resolve("y"))).containsExactly(0, 0, 1, 2);
        }
    }

    @Test
    void aLogWhoseFilesAreRemovedRefusesAndSaysWhy() throws Exception {
        try (MessageLog log = Samples.open(parent)) {
            log.append(Samples.entry("a"));
            try (Stream<Path> files = Files.list(parent)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            assertThatThrownBy(() -> log.append(Samples.entry("b"))).isInstanceOf(LocalFault.class);
            assertThat(log.health().accepting()).isFalse();
            assertThat(log.health().reason()).contains(".segment");
        }
    }

    @Test
    void aLinkInPlaceOfASegmentIsNotFollowed() throws Exception {
        Path elsewhere = Files.write(parent.resolve("elsewhere"), new byte[100]);
        Path directory = Files.createDirectory(parent.resolve("log"));
        Files.createSymbolicLink(directory.resolve("0000000001.segment"), elsewhere);

        assertThatThrownBy(() -> Samples.open(directory)).isInstanceOf(IOException.class);
        try (FileChannel channel = FileChannel.open(elsewhere, StandardOpenOption.READ)) {
            assertThat(channel.size()).isEqualTo(100);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
