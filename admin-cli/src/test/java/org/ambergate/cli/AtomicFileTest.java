package org.ambergate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that appear whole or not at all, and never in the place of another that nobody wanted replaced. */
final class AtomicFileTest {
    private static final int WRITERS = 4;
    private static final int ROUNDS = 150;

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = directory.resolve("file");
    }

    @Test
    void aNewFileIsThereWhole() throws Exception {
        assertThat(create("new")).isEqualTo(3);

        assertThat(file).hasContent("new");
        assertThat(files()).containsExactly("file");
    }

    @Test
    void aFileThatAppearsMeanwhileStays() throws Exception {
        assertThatThrownBy(() -> AtomicFile.create(file, out -> {
                    out.write(1);
                    return Files.writeString(file, "another's");
                }))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(file).hasContent("another's");
        assertThat(files()).containsExactly("file");
    }

    @Test
    void ofManyWhoCreateOneFileExactlyOneSucceeds() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Path contested = directory.resolve("contested-" + round);
                CyclicBarrier together = new CyclicBarrier(WRITERS);
                List<Callable<Boolean>> writers = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    writers.add(() -> succeeds(contested, together));
                }
                int successes = 0;
                for (Future<Boolean> writer : threads.invokeAll(writers)) {
                    successes += writer.get() ? 1 : 0;
                }
                assertThat(successes).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anotherMayBeReplacedIfThatIsWanted() throws Exception {
        Files.writeString(file, "old");

        var unused = AtomicFile.replace(file, out -> {
            out.write("new".getBytes(StandardCharsets.UTF_8));
            return 0;
        });

        assertThat(file).hasContent("new");
        assertThat(files()).containsExactly("file");
    }

    @Test
    void whatCannotBeWrittenLeavesNothingAndReplacesNothing() throws Exception {
        AtomicFile.Content<Integer> broken = out -> {
            out.write(1);
            throw new IOException("broken");
        };
        assertThatThrownBy(() -> AtomicFile.create(file, broken)).hasMessage("broken");
        assertThat(files()).isEmpty();

        Files.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.replace(file, broken)).hasMessage("broken");
        assertThat(file).hasContent("old");
        assertThat(files()).containsExactly("file");
    }

    @Test
    void withoutSecondNamesTheNameIsTakenFirst() throws Exception {
        Path temporary = Files.writeString(directory.resolve("part"), "new");
        AtomicFile.reserve(temporary, file);
        assertThat(file).hasContent("new");

        Files.writeString(temporary, "newer");
        assertThatThrownBy(() -> AtomicFile.reserve(temporary, file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("new");

        Path gone = directory.resolve("gone");
        Path other = directory.resolve("other");
        assertThatThrownBy(() -> AtomicFile.reserve(gone, other)).isInstanceOf(IOException.class);
        assertThat(other).doesNotExist();
    }

    private static boolean succeeds(Path contested, CyclicBarrier together) throws IOException {
        try {
            var unused = AtomicFile.create(contested, out -> {
                try {
                    return together.await();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            });
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private int create(String content) throws IOException {
        return AtomicFile.create(file, out -> {
            out.write(content.getBytes(StandardCharsets.UTF_8));
            return content.length();
        });
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(found -> String.valueOf(found.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
