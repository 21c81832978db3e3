package org.ambergate.sandbox.service;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.BodySink;
import org.ambergate.net.BodySource;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;

/**
 * Bodies of any size: {@code /echo} gives back what it got, {@code /digest} tells its size and SHA-256, and
 * {@code /bytes?size=N} sends N bytes of {@link BytePattern}.
 */
final class BodyEndpoints {
    // Far beyond what anybody should try; a mistyped size must not run for days.
    static final long BYTES_MAX = 1L << 40;
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final Duration STEP_WITHIN = Duration.ofSeconds(60);

    private final BytePattern pattern = new BytePattern();
    private final long echoBytesMax;
    private final ReplyWriter replies;

    private record Received(long bytes, String sha256) {}

    /** @param echoBytesMax the longest body that is kept to be given back */
    BodyEndpoints(long echoBytesMax, ReplyWriter replies) {
        this.echoBytesMax = echoBytesMax;
        this.replies = replies;
    }

    /** Gives back the body with its media type, once all of it is there: a sender need not read while it writes. */
    void echo(HttpRequest request, HttpReply reply) throws LocalFault {
        try (KeptBody kept = new KeptBody(echoBytesMax)) {
            BodySource body = request.body();
            for (Optional<ByteBuffer> next = read(body); next.isPresent(); next = read(body)) {
                if (!kept.add(next.get())) {
                    replies.error(reply, 413, "At most " + echoBytesMax + " bytes are given back");
                    return;
                }
            }
            HttpFields fields = request.fields()
                    .first("Content-Type")
                    .map(type -> HttpFields.of("Content-Type", type))
                    .orElse(ReplyWriter.BYTES);
            kept.giveBack(reply, fields, STEP_WITHIN);
        }
    }

    void digest(HttpRequest request, HttpReply reply) throws LocalFault {
        MessageDigest sha256 = sha256();
        long bytes = 0;
        BodySource body = request.body();
        for (Optional<ByteBuffer> next = read(body); next.isPresent(); next = read(body)) {
            bytes += next.get().remaining();
            sha256.update(next.get());
        }
        replies.value(reply, 200, new Received(bytes, HexFormat.of().formatHex(sha256.digest())));
    }

    void bytes(RequestTarget target, HttpReply reply) throws LocalFault {
        OptionalLong size = size(target);
        if (size.isEmpty()) {
            replies.error(reply, 400, "size is a number from 0 to " + BYTES_MAX);
        } else if (size.getAsLong() <= BLOCK_BYTES) {
            reply.send(200, ReplyWriter.BYTES, pattern.first((int) size.getAsLong()));
        } else {
            stream(size.getAsLong(), reply);
        }
    }

    private void stream(long size, HttpReply reply) throws LocalFault {
        BodySink sink = reply.start(200, ReplyWriter.BYTES, OptionalLong.of(size));
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        for (long sent = 0; sent < size; sent += block.limit()) {
            block.clear().limit((int) Math.min(block.capacity(), size - sent));
            pattern.fill(sent, block);
            sink.write(block.flip(), Deadline.after(STEP_WITHIN));
        }
        sink.finish(Deadline.after(STEP_WITHIN));
    }

    private static Optional<ByteBuffer> read(BodySource body) throws LocalFault {
        return body.read(Deadline.after(STEP_WITHIN));
    }

    private static OptionalLong size(RequestTarget target) {
        try {
            long size = Long.parseLong(target.parameter("size").orElse(""));
            return size >= 0 && size <= BYTES_MAX ? OptionalLong.of(size) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
