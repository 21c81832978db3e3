package org.ambergate.securityserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.provider.ReplayGuard;

/** Fills the replay guard from the journal, so that a request logged before a restart is not let through again. */
final class JournalReplays {
    private JournalReplays() {}

    /** Reads the segments written within the window. The journal's recovery has checked them before. */
    static void remember(Path directory, ReplayGuard guard, Instant now, Duration window) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(JournalReplays::isSegment).sorted().toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(window))) {
                    remember(file, guard);
                }
            }
        }
    }

    private static boolean isSegment(Path file) {
        return SegmentName.indexOf(String.valueOf(file.getFileName())).isPresent();
    }

    private static void remember(Path file, ReplayGuard guard) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var unused =
                    new LogAuditor((place, record) -> note(record, guard)).audit(List.of(new Segment(file, channel)));
        }
    }

    private static void note(LogRecord record, ReplayGuard guard) {
        if (record instanceof LogRecord.Message logged) {
            LoggedMessage message = logged.message();
            if (message.exchange().side() == ExchangeSide.PROVIDER && message.direction() == MessageDirection.REQUEST) {
                guard.remember(message.exchange().requestId(), message.time().toEpochMilli());
            }
        }
    }

    private record Segment(Path file, FileChannel channel) implements LogSegment {
        @Override
        public String name() {
            return String.valueOf(file.getFileName());
        }

        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }
    }
}
