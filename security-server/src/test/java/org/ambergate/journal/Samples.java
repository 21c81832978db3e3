package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.BodyContent;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.RecordVisitor;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.signature.SignatureParts;

/** Entries to log, and ways to look at what was logged. */
final class Samples {
    static final Instant TIME = Instant.parse("2026-01-05T10:11:12.345Z");
    static final LogSettings SMALL =
            new LogSettings(16 * 1024, 1024, 8 * 1024, Duration.ofSeconds(20), Duration.ofMillis(5));

    private Samples() {}

    static LogSurroundings surroundings() {
        return surroundings(LogMeters.none());
    }

    static LogSurroundings surroundings(LogMeters meters) {
        return new LogSurroundings(Clock.fixed(TIME, ZoneOffset.UTC), new SecureRandom(), meters);
    }

    static MessageLog open(Path directory) throws IOException {
        return MessageLog.open(LocalLogStorage.open(directory), SMALL, surroundings());
    }

    static LoggedExchange exchange(String requestId) {
        return new LoggedExchange(
                ExchangeSide.CONSUMER, "TEST-" + requestId, requestId, "TEST/GOV/1/a", "TEST/COM/2/b/service");
    }

    static LogEntry entry(String requestId) {
        return entry(requestId, new byte[0]);
    }

    static LogEntry entry(String requestId, byte[] body) {
        LoggedBody about =
                body.length == 0 ? LoggedBody.absent() : LoggedBody.kept(body.length, DigestAlgorithm.SHA512.of(body));
        return new LogEntry(message(requestId, about), BodyContent.of(ByteBuffer.wrap(body)));
    }

    static LoggedMessage message(String requestId, LoggedBody body) {
        byte[] head = ("GET /r1 HTTP/1.1\r\nx-road-request-id: " + requestId).getBytes(StandardCharsets.UTF_8);
        SignatureParts signature =
                new SignatureParts("<signature/>".getBytes(StandardCharsets.UTF_8), Optional.empty());
        return new LoggedMessage(exchange(requestId), MessageDirection.REQUEST, TIME, head, signature, body);
    }

    /** The request identifiers of all messages, in the order of the log. */
    static List<String> requestIds(Path directory) throws IOException {
        List<String> ids = new ArrayList<>();
        audit(directory, collector(ids));
        return ids;
    }

    static void collectIds(List<LogSegment> segments, List<String> ids) throws IOException {
        new LogAuditor(collector(ids)).audit(segments);
    }

    static AuditReport auditSegments(List<LogSegment> segments) throws IOException {
        return new LogAuditor((place, record) -> {}).audit(segments);
    }

    private static RecordVisitor collector(List<String> ids) {
        return (place, record) -> {
            if (record instanceof LogRecord.Message m) {
                ids.add(m.message().exchange().requestId());
            }
        };
    }

    static AuditReport audit(Path directory) throws IOException {
        return audit(directory, (place, record) -> {});
    }

    static AuditReport audit(Path directory, RecordVisitor visitor) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> SegmentName.indexOf(name(file)).isPresent())
                    .sorted()
                    .toList();
        }
        List<LogSegment> segments = new ArrayList<>();
        List<FileChannel> channels = new ArrayList<>();
        try {
            for (Path file : files) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                channels.add(channel);
                segments.add(LogSegment.of(name(file), channel));
            }
            return new LogAuditor(visitor).audit(segments);
        } finally {
            for (FileChannel channel : channels) {
                channel.close();
            }
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
