package org.ambergate.securityserver;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.SegmentEnd;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentWalker;
import org.ambergate.provider.ReplayGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills the replay guard from the journal, so that a request logged before a restart is not let through again. */
final class JournalReplays {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReplays.class);

    private JournalReplays() {}

    /** Reads the segments written since the guard reaches back to. The journal's recovery has checked them before. */
    static void remember(Path directory, ReplayGuard guard, Instant now, Duration ocspFreshness) throws IOException {
        Instant oldest = now.minus(ReplayGuard.reach(ocspFreshness));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(JournalReplays::isSegment).sorted().toList()) {
                if (!Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    remember(file, guard, ocspFreshness);
                }
            }
        }
    }

    private static boolean isSegment(Path file) {
        return SegmentName.indexOf(String.valueOf(file.getFileName())).isPresent();
    }

    private static void remember(Path file, ReplayGuard guard, Duration ocspFreshness) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            SegmentEnd end = SegmentWalker.read(
                    LogSegment.of(String.valueOf(file.getFileName()), channel),
                    (place, record) -> note(record, guard, ocspFreshness));
            if (end.tail() == SegmentEnd.Tail.DAMAGED || end.tail() == SegmentEnd.Tail.CUT_SHORT) {
                LOG.error(
                        "Requests behind the damage in {} are not recognised when they come again", file.getFileName());
            }
        }
    }

    private static void note(LogRecord record, ReplayGuard guard, Duration ocspFreshness) {
        if (record instanceof LogRecord.Message logged) {
            LoggedMessage message = logged.message();
            if (message.exchange().side() == ExchangeSide.PROVIDER && message.direction() == MessageDirection.REQUEST) {
                var unused = guard.remember(
                        message.exchange().requestId(), message.time().toEpochMilli(), ocspFreshness);
            }
        }
    }
}
