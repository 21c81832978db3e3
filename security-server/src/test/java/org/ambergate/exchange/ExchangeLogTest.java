package org.ambergate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ambergate.config.BodyLogging;
import org.ambergate.config.SecurityServerSettings.MessageLogSettings;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.journal.LocalLogStorage;
import org.ambergate.journal.LogMeters;
import org.ambergate.journal.LogReceipt;
import org.ambergate.journal.LogSettings;
import org.ambergate.journal.LogSurroundings;
import org.ambergate.journal.MessageLog;
import org.ambergate.message.MessageDigests;
import org.ambergate.message.RestRequestHead;
import org.ambergate.messagelog.ExchangeState;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.OwnRequest;
import org.ambergate.messagelog.SegmentEnd;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.messagelog.SegmentWalker;
import org.ambergate.net.Deadline;
import org.ambergate.signature.MessageSigner;
import org.ambergate.signature.SignedMessage;
import org.ambergate.testsupport.Evidence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an outcome in the journal says of its exchange's request. */
class ExchangeLogTest {
    private static final Clock CLOCK = Clock.fixed(Evidence.SIGNED, ZoneOffset.UTC);
    private static final byte[] HEAD = Evidence.request("q");
    private static final ExchangeOutcome REFUSED = new ExchangeOutcome.Refused(new FaultReply("server.x", "", ""));
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Path logged = Path.of("");
    private boolean stamping = true;

    private interface Exchange {
        void run(ExchangeLog log, ExchangeContext context) throws Exception;
    }

    @BeforeEach
    void nameTheLog() {
        logged = directory.resolve("log");
    }

    @Test
    void aRequestThatIsRefusedBeforeItIsLoggedSaysSo() throws Exception {
        assertThat(outcome(LONG, (log, context) -> {})).isEqualTo(OwnRequest.NOT_LOGGED);
    }

    @Test
    void aRequestThatMayNotBeLoggedSaysSo() throws Exception {
        stamping = false;

        assertThat(outcome(
                        LONG,
                        (log, context) -> assertThatThrownBy(() -> logRequest(log, context))
                                .isInstanceOf(LocalFault.class)))
                .isEqualTo(OwnRequest.NOT_LOGGED);
    }

    @Test
    void aRequestThatIsRefusedWhenItIsLoggedSaysSo() throws Exception {
        assertThat(outcome(LONG, ExchangeLogTest::logRequest)).isEqualTo(OwnRequest.LOGGED);
    }

    /** It may turn up in the log all the same. */
    @Test
    void aRequestWhoseAppendDidNotEndInTimeLeavesItOpen() throws Exception {
        assertThat(outcome(
                        Duration.ZERO,
                        (log, context) -> assertThatThrownBy(() -> logRequest(log, context))
                                .isInstanceOf(LocalFault.class)))
                .isEqualTo(OwnRequest.UNKNOWN);
    }

    /** What the outcome of a refused exchange says that did this before. */
    private OwnRequest outcome(Duration wait, Exchange before) throws Exception {
        try (MessageLog messages = MessageLog.open(
                        LocalLogStorage.open(logged),
                        LogSettings.standard().withSegmentBytes(256 * 1024),
                        new LogSurroundings(CLOCK, new SecureRandom(), LogMeters.none()));
                ExchangeContext context =
                        new ExchangeContext(Side.PROVIDER, Evidence.SIGNED, Deadline.after(wait), wait, directory)) {
            ExchangeLog log = new ExchangeLog(messages, this::requireStamping, settings(), CLOCK);
            context.concerns(RestRequestHead.parse(HEAD));
            before.run(log, context);
            log.outcome(context, REFUSED);
        }
        List<LoggedOutcome> outcomes = outcomes();
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0).state()).isEqualTo(ExchangeState.REFUSED);
        return outcomes.get(0).ownRequest();
    }

    private static void logRequest(ExchangeLog log, ExchangeContext context) throws LocalFault {
        MessageDigests digests = new MessageDigests(DigestAlgorithm.SHA512.of(HEAD), List.of());
        SignedMessage signed = MessageSigner.sign(List.of(digests), new Evidence().credential(), Evidence.SIGNED)
                .get(0);
        LogReceipt unused = log.signedRequest(context, RestRequestHead.parse(HEAD), signed, log.keeper(context));
    }

    private void requireStamping() throws LocalFault {
        if (!stamping) {
            throw new LocalFault(MessageFault.TIMESTAMPING_FAILED, "Not now");
        }
    }

    private static MessageLogSettings settings() {
        return new MessageLogSettings(new BodyLogging(true, Set.of(), Set.of()), 1_000, false, 256 * 1024);
    }

    private List<LoggedOutcome> outcomes() throws IOException {
        List<LoggedOutcome> outcomes = new ArrayList<>();
        try (FileChannel segment = FileChannel.open(logged.resolve(SegmentName.of(1)))) {
            SegmentEnd unused = SegmentWalker.read(LogSegment.of(SegmentName.of(1), segment), (place, record) -> {
                if (record instanceof LogRecord.Outcome o) {
                    outcomes.add(o.outcome());
                }
            });
        }
        return outcomes;
    }
}
