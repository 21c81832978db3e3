package org.ambergate.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.RecordVisitor;
import org.ambergate.messagelog.SegmentName;

/** A message log's directory, read while its server may be writing to it. */
public final class LogFiles implements AutoCloseable {
    private final List<FileChannel> channels = new ArrayList<>();
    private final List<LogSegment> segments = new ArrayList<>();

    private LogFiles() {}

    /** Audits a whole log. */
    public static AuditReport audit(Path directory, RecordVisitor visitor) throws IOException {
        try (LogFiles log = new LogFiles()) {
            log.open(directory);
            return new LogAuditor(visitor).audit(List.copyOf(log.segments));
        }
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }

    private void open(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(LogFiles::isSegment).sorted().toList()) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                channels.add(channel);
                segments.add(LogSegment.of(String.valueOf(file.getFileName()), channel));
            }
        }
    }

    private static boolean isSegment(Path file) {
        return SegmentName.indexOf(String.valueOf(file.getFileName())).isPresent();
    }
}
