package org.ambergate.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentSource;

/** A message log's files, open for reading. Its server may be writing to them. */
final class LogDirectory implements AutoCloseable {
    private final List<LogSegment> segments = new ArrayList<>();
    private final List<FileChannel> channels = new ArrayList<>();

    private LogDirectory() {}

    /**
     * Opens all segments.
     *
     * @throws IOException if they cannot be read, or there are none
     */
    static LogDirectory open(Path directory) throws IOException {
        LogDirectory log = new LogDirectory();
        try {
            for (Path file : segmentFiles(directory)) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                log.channels.add(channel);
                log.segments.add(LogSegment.of(String.valueOf(file.getFileName()), channel));
            }
            if (log.segments.isEmpty()) {
                throw new NoSuchFileException("no message log in " + directory);
            }
            return log;
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    /** The segments by their numbers. */
    SegmentSource source() {
        return index -> segments.stream()
                .filter(segment -> segment.name().equals(SegmentName.of(index)))
                .findFirst();
    }

    /** Finds records in it. */
    LogLookup lookup() {
        long first = SegmentName.indexOf(segments.get(0).name()).orElse(1);
        return new LogLookup(source(), first);
    }

    /** In the order of the log. */
    List<LogSegment> segments() {
        return List.copyOf(segments);
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }

    private static List<Path> segmentFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> SegmentName.indexOf(String.valueOf(file.getFileName()))
                            .isPresent())
                    .sorted()
                    .toList();
        }
    }
}
