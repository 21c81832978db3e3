package org.ambergate.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.RestRequestHead;
import org.ambergate.message.RestResponseHead;
import org.ambergate.messagelog.BodyContent;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LogFormat;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.MerkleTree;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.PendingRecord;
import org.ambergate.messagelog.RecordEncoder;
import org.ambergate.messagelog.SegmentName;
import org.ambergate.testsupport.ReceivedMessage;
import org.ambergate.testsupport.RecordedTrust;

/** Writes a log of one segment, and a global configuration directory. */
final class LogFixture {
    static final LoggedExchange EXCHANGE =
            new LoggedExchange(ExchangeSide.CONSUMER, "Q1", "R1", "TEST/GOV/1/a", "TEST/COM/2/b/s");
    static final Instant TIME = Instant.parse("2026-01-05T10:11:12.345Z");

    private final UUID logId = new UUID(5, 6);
    private final MerkleTree tree = new MerkleTree();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long groupStart;

    LogFixture() {
        bytes.writeBytes(LogFormat.preamble(logId));
        append(RecordEncoder.segmentStart(1, TIME, tree));
    }

    LogFixture message(LoggedMessage message, byte[] body) {
        append(RecordEncoder.message(new LogEntry(message, BodyContent.of(ByteBuffer.wrap(body)))));
        return this;
    }

    LogFixture outcome(LoggedOutcome outcome) {
        append(RecordEncoder.outcome(outcome));
        return this;
    }

    LogFixture commit() {
        append(RecordEncoder.commit(groupStart, tree, TIME));
        groupStart = tree.size();
        return this;
    }

    Path writeTo(Path directory) throws IOException {
        Files.write(directory.resolve(SegmentName.of(1)), bytes.toByteArray());
        return directory;
    }

    int length() {
        return bytes.size();
    }

    /** A recorded message as a server would have logged it at the time of its signature. */
    static LoggedMessage logged(ReceivedMessage received, LoggedBody body) throws LocalFault {
        boolean request = !received.name().endsWith("response");
        LoggedExchange exchange;
        if (request) {
            RestRequestHead head = RestRequestHead.parse(received.head());
            exchange = LoggedExchange.of(
                    ExchangeSide.PROVIDER, head.queryId(), head.requestId(), head.client(), head.service());
        } else {
            RestResponseHead head = RestResponseHead.parse(received.head());
            exchange = LoggedExchange.of(
                    ExchangeSide.CONSUMER, head.queryId(), head.requestId(), head.client(), head.service());
        }
        return new LoggedMessage(
                exchange,
                request ? MessageDirection.REQUEST : MessageDirection.RESPONSE,
                received.signingTime(),
                received.head(),
                received.parts(),
                body);
    }

    static LoggedBody bodyOf(ReceivedMessage received) {
        Optional<byte[]> body = received.body();
        return body.isEmpty()
                ? LoggedBody.absent()
                : LoggedBody.kept(body.get().length, DigestAlgorithm.SHA512.of(body.get()));
    }

    static Path writeTrust(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("PEER"));
        for (String file :
                new String[] {"instance-identifier", "PEER/shared-params.xml", "PEER/shared-params.xml.metadata"}) {
            Files.write(directory.resolve(file), RecordedTrust.bytes("globalconf/" + file));
        }
        return directory;
    }

    private void append(PendingRecord record) {
        try {
            tree.append(record.writeTo(
                    part -> {
                        byte[] taken = new byte[part.remaining()];
                        part.get(taken);
                        bytes.writeBytes(taken);
                    },
                    logId,
                    tree.size()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
