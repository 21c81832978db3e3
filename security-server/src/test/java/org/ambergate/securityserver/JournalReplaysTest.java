package org.ambergate.securityserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.LocalLogStorage;
import org.ambergate.journal.LogMeters;
import org.ambergate.journal.LogSettings;
import org.ambergate.journal.LogSurroundings;
import org.ambergate.journal.MessageLog;
import org.ambergate.messagelog.BodyContent;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.provider.ReplayGuard;
import org.ambergate.signature.SignatureParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalReplaysTest {
    private static final Duration FRESHNESS = Duration.ofHours(1);

    /** In milliseconds, as the log has it; files carry the machine's own time. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    private final ReplayGuard guard = new ReplayGuard(1_000, clock);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void requestsOfTheProviderSideAreRememberedAndNoOthers() throws Exception {
        log(
                entry("served", ExchangeSide.PROVIDER, MessageDirection.REQUEST, now),
                entry("answered", ExchangeSide.PROVIDER, MessageDirection.RESPONSE, now),
                entry("sent", ExchangeSide.CONSUMER, MessageDirection.REQUEST, now),
                entry("received", ExchangeSide.CONSUMER, MessageDirection.RESPONSE, now));

        remember(FRESHNESS);

        assertThat(remembered("served")).isTrue();
        assertThat(Stream.of("answered", "sent", "received").filter(this::remembered))
                .isEmpty();
    }

    @Test
    void requestsOfAllSegmentsAreRemembered() throws Exception {
        List<String> ids = IntStream.range(0, 100).mapToObj(i -> "request-" + i).toList();
        log(ids.stream().map(id -> request(id, now)).toArray(LogEntry[]::new));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.count()).isGreaterThan(3);
        }

        remember(FRESHNESS);

        assertThat(ids).allMatch(this::remembered);
    }

    @Test
    void aRequestIsRememberedForAsLongAsItCouldComeAgain() throws Exception {
        Duration twoHours = Duration.ofHours(2);
        log(request("just", now.minus(twoHours)), request("too old", now.minus(twoHours.plusMillis(1))));

        remember(FRESHNESS);

        assertThat(remembered("just")).isTrue();
        assertThat(remembered("too old")).isFalse();
    }

    @Test
    void whereOcspResponsesStayFreshForLongerOlderRequestsAreRemembered() throws Exception {
        log(request("old", now.minus(Duration.ofHours(5))));

        remember(Duration.ofHours(5));

        assertThat(remembered("old")).isTrue();
    }

    @Test
    void segmentsThatWereWrittenTooLongAgoAreNotRead() throws Exception {
        log(request("old", now));
        for (Path file : files()) {
            Files.write(file, new byte[] {1});
            Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofHours(3))));
        }

        remember(FRESHNESS);

        assertThat(remembered("old")).isFalse();
    }

    @Test
    void anEmptyDirectoryAndOtherFilesAreNoReplays() throws Exception {
        Files.writeString(directory.resolve("notes.txt"), "served");

        remember(FRESHNESS);

        assertThat(remembered("served")).isFalse();
    }

    private void remember(Duration freshness) throws IOException {
        JournalReplays.remember(directory, guard, now, freshness);
    }

    /** Asking notes it, so each identifier is asked for once. */
    private boolean remembered(String id) {
        return !guard.remember(id, now.toEpochMilli(), FRESHNESS);
    }

    private List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(Files::isRegularFile).forEach(all::add);
        }
        return all;
    }

    private void log(LogEntry... entries) throws IOException, LocalFault {
        LogSettings small = LogSettings.standard().withSegmentBytes(8 * 1024);
        LogSurroundings surroundings = new LogSurroundings(clock, new SecureRandom(), LogMeters.none());
        try (MessageLog log = MessageLog.open(LocalLogStorage.open(directory), small, surroundings)) {
            for (LogEntry entry : entries) {
                log.append(entry);
            }
        }
    }

    private static LogEntry request(String id, Instant time) {
        return entry(id, ExchangeSide.PROVIDER, MessageDirection.REQUEST, time);
    }

    private static LogEntry entry(String id, ExchangeSide side, MessageDirection direction, Instant time) {
        byte[] head = "head".getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[500];
        SignatureParts signature =
                new SignatureParts("<signature/>".getBytes(StandardCharsets.UTF_8), Optional.empty());
        LoggedMessage message = new LoggedMessage(
                new LoggedExchange(side, "query", id, "TEST/GOV/1/a", "TEST/COM/2/b/service"),
                direction,
                time,
                head,
                signature,
                LoggedBody.kept(body.length, DigestAlgorithm.SHA512.of(body)));
        return new LogEntry(message, BodyContent.of(ByteBuffer.wrap(body)));
    }
}
