package org.ambergate.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ambergate.asic.AsicAttachment;
import org.ambergate.asic.AsicContent;
import org.ambergate.asic.AsicWriter;
import org.ambergate.messagelog.BodyState;
import org.ambergate.messagelog.DamagedLogException;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.FindingCode;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.StampedSignature;
import org.ambergate.signature.TimestampChain;

/**
 * Writes containers for found messages. Nothing is verified but what keeps a container from being that of the message: the
 * log's checksums, the digest of a kept body, and that the time-stamp covers the signature. Bodies stream. Messages under
 * one time-stamp are best exported one after the other: its hash tree is kept from one to the next. One thread at a time.
 */
public final class ContainerExport {
    private final LogLookup log;
    private Optional<Stamp> last = Optional.empty();

    /** A time-stamp with its hash tree, which is built once for all its messages. */
    private record Stamp(RecordPlace place, LoggedTimestamp timestamp, TimestampChain chain) {}

    public ContainerExport(LogLookup log) {
        this.log = log;
    }

    /**
     * Writes the container of a time-stamped message to a stream, which stays open.
     *
     * @return the message
     * @throws UnstampedMessageException if it has no time-stamp yet; nothing has been written then
     * @throws DamagedLogException if message, body or time-stamp are not what was logged; what has been written is no
     *     container then
     * @throws IOException if a file cannot be read, or as thrown by {@code out}
     */
    public LoggedMessage write(FoundMessage found, OutputStream out) throws IOException, UnstampedMessageException {
        long sequence = found.place().sequence();
        RecordPlace place = found.timestamp().orElseThrow(() -> new UnstampedMessageException(sequence));
        LoggedMessage message = message(found.place());
        AsicContent.BatchTimestamp timestamp = timestamp(stamp(place), sequence, message);
        AsicWriter.write(content(found.place(), message, Optional.of(timestamp)), message.time(), out);
        return message;
    }

    /**
     * Writes a container without a time-stamp, whether the log holds one or not. It proves nothing about when the message
     * was signed, so a verifier calls it indeterminate.
     *
     * @return the message
     * @throws DamagedLogException if message or body are not what was logged; what has been written is no container then
     * @throws IOException if a file cannot be read, or as thrown by {@code out}
     */
    public LoggedMessage writeUnstamped(FoundMessage found, OutputStream out) throws IOException {
        LoggedMessage message = message(found.place());
        AsicWriter.write(content(found.place(), message, Optional.empty()), message.time(), out);
        return message;
    }

    private LoggedMessage message(RecordPlace place) throws IOException {
        if (log.read(place) instanceof LogRecord.Message m) {
            return m.message();
        }
        throw damaged(place, FindingCode.MALFORMED, "The record is no message");
    }

    private Stamp stamp(RecordPlace place) throws IOException {
        if (last.isPresent() && last.get().place().equals(place)) {
            return last.get();
        }
        if (!(log.read(place) instanceof LogRecord.Timestamp t)) {
            throw damaged(place, FindingCode.MALFORMED, "The record is no time-stamp");
        }
        Stamp read = new Stamp(place, t.timestamp(), t.timestamp().chain());
        last = Optional.of(read);
        return read;
    }

    private static AsicContent.BatchTimestamp timestamp(Stamp stamp, long sequence, LoggedMessage message)
            throws DamagedLogException {
        List<StampedSignature> covered = stamp.timestamp().messages();
        StampedSignature own = new StampedSignature(
                sequence, TimestampChain.leaf(message.signature().signature()));
        int index = Collections.binarySearch(covered, own, Comparator.comparingLong(StampedSignature::sequence));
        if (index < 0 || !covered.get(index).equals(own)) {
            throw damaged(
                    stamp.place(),
                    FindingCode.TIMESTAMP,
                    "The time-stamp does not cover record " + sequence + " as it is");
        }
        return new AsicContent.BatchTimestamp(
                stamp.timestamp().token(),
                stamp.timestamp().result(),
                stamp.chain().chain(index));
    }

    /** A body that is absent, empty, not kept or removed by retention has no entry; its digest stands in the hash chain. */
    private AsicContent content(
            RecordPlace place, LoggedMessage message, Optional<AsicContent.BatchTimestamp> timestamp)
            throws IOException {
        boolean kept = message.body().state() == BodyState.KEPT && log.hasBody(place);
        List<AsicAttachment> attachments =
                kept ? List.of(new KeptBody(log, place, message.body().length())) : List.of();
        return new AsicContent(message.head(), attachments, message.signature(), timestamp);
    }

    private static DamagedLogException damaged(RecordPlace place, FindingCode code, String reason) {
        return new DamagedLogException(new Finding(place, code, reason));
    }

    /** A body in the log, read anew each time and compared with its digest. */
    private record KeptBody(LogLookup log, RecordPlace place, long length) implements AsicAttachment {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            log.copyBody(place, out);
        }
    }
}
