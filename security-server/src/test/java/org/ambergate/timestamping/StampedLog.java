package org.ambergate.timestamping;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.journal.LocalLogStorage;
import org.ambergate.journal.LogMeters;
import org.ambergate.journal.LogReceipt;
import org.ambergate.journal.LogSettings;
import org.ambergate.journal.LogSurroundings;
import org.ambergate.journal.MessageLog;
import org.ambergate.journal.UnstampedRecords;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.UnstampedRun;
import org.ambergate.signature.SignatureParts;
import org.ambergate.timestamp.TimestampToken;

/** A real message log in a directory, to be time-stamped; it can be closed and opened again, and its appends can fail. */
final class StampedLog implements UnstampedLog, AutoCloseable {
    private static final LoggedExchange EXCHANGE =
            new LoggedExchange(ExchangeSide.CONSUMER, "Q", "r", "TEST/GOV/1/a", "TEST/COM/2/b/service");

    /** What goes wrong at the next append. */
    enum Accident {
        NONE,
        BEFORE,
        AFTER
    }

    private final Path directory;
    private final Clock clock;
    private MessageLog log;
    private UnstampedRecords records;
    private Accident accident = Accident.NONE;
    private int appended;

    StampedLog(Path directory, Clock clock) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.log = open();
        this.records = log.unstamped();
    }

    /** Closes the log and opens it again, as a restart does. */
    void restart() throws IOException {
        log.close();
        log = open();
        records = log.unstamped();
        accident = Accident.NONE;
    }

    void plan(Accident next) {
        accident = next;
    }

    void message() throws LocalFault {
        LoggedMessage message = new LoggedMessage(
                EXCHANGE,
                MessageDirection.REQUEST,
                clock.instant(),
                "GET /".getBytes(StandardCharsets.UTF_8),
                new SignatureParts(signature(appended++), Optional.empty()),
                LoggedBody.absent());
        LogReceipt unused = log.append(LogEntry.withoutBytes(message));
    }

    void messages(int count) throws LocalFault {
        for (int i = 0; i < count; i++) {
            message();
        }
    }

    /** An outcome, and a message behind it so that it is durable; the caller counts the message. */
    void outcomeThenMessage() throws LocalFault {
        log.appendOutcome(LoggedOutcome.delivered(EXCHANGE, clock.instant()));
        message();
    }

    static byte[] signature(int number) {
        return ("<signature n=\"" + number + "\"/>").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<UnstampedRun> next(int messagesMax) throws IOException {
        return records.next(messagesMax);
    }

    @Override
    public void append(UnstampedRun run, LoggedTimestamp timestamp) throws LocalFault {
        if (accident == Accident.BEFORE) {
            throw new LocalFault(MessageFault.LOGGING_FAILED, "The process ended before");
        }
        LogReceipt unused = log.append(timestamp);
        if (accident == Accident.AFTER) {
            throw new LocalFault(MessageFault.LOGGING_FAILED, "The process ended after");
        }
        records.stamped(run);
    }

    @Override
    public Optional<Instant> lastGenTime() {
        try {
            Optional<LoggedTimestamp> last = records.last();
            return last.isEmpty()
                    ? Optional.empty()
                    : Optional.of(TimestampToken.parse(last.get().token()).genTime());
        } catch (LocalFault e) {
            throw new IllegalStateException(e);
        }
    }

    /** All time-stamps in the log, which must be intact. */
    List<LoggedTimestamp> timestamps() throws IOException {
        List<LoggedTimestamp> found = new ArrayList<>();
        AuditReport report = audit(found);
        if (report.finding().isPresent()) {
            throw new AssertionError(report.finding().get());
        }
        return found;
    }

    AuditReport audit(List<LoggedTimestamp> found) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> SegmentName.indexOf(String.valueOf(file.getFileName()))
                            .isPresent())
                    .sorted()
                    .toList();
        }
        List<LogSegment> segments = new ArrayList<>();
        List<FileChannel> channels = new ArrayList<>();
        try {
            for (Path file : files) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                channels.add(channel);
                segments.add(LogSegment.of(String.valueOf(file.getFileName()), channel));
            }
            return new LogAuditor((place, record) -> {
                        if (record instanceof LogRecord.Timestamp t) {
                            found.add(t.timestamp());
                        }
                    })
                    .audit(segments);
        } finally {
            for (FileChannel channel : channels) {
                channel.close();
            }
        }
    }

    @Override
    public void close() {
        log.close();
    }

    private MessageLog open() throws IOException {
        return MessageLog.open(
                LocalLogStorage.open(directory),
                LogSettings.standard().withSegmentBytes(256 * 1024),
                new LogSurroundings(clock, new SecureRandom(), LogMeters.none()));
    }
}
