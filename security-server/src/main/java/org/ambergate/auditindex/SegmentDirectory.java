package org.ambergate.auditindex;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentSource;

/** The segments in a log's directory, one open at a time. */
final class SegmentDirectory implements SegmentSource, AutoCloseable {
    private final Path directory;
    private Optional<FileChannel> open = Optional.empty();

    SegmentDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<LogSegment> open(long index) throws IOException {
        close();
        String name = SegmentName.of(index);
        try {
            FileChannel channel = FileChannel.open(directory.resolve(name), StandardOpenOption.READ);
            open = Optional.of(channel);
            return Optional.of(LogSegment.of(name, channel));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public long oldest() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> SegmentName.indexOf(String.valueOf(file.getFileName())))
                    .flatMapToLong(OptionalLong::stream)
                    .min()
                    .orElse(1);
        }
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
            open = Optional.empty();
        }
    }
}
