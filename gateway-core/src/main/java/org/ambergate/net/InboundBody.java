package org.ambergate.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;

/**
 * Body bytes on their way from an event loop to the one thread that reads them. The loop stops reading from the
 * connection above {@link #HIGH_WATER} and goes on below {@link #LOW_WATER}.
 */
final class InboundBody implements BodySource {
    /** Enough to keep a fast link busy while the reader digests; one more read of the socket may come on top. */
    static final int HIGH_WATER = 256 * 1024;

    static final int LOW_WATER = 64 * 1024;

    /** Smaller pieces are copied together, so that a body of one-byte chunks costs one byte each and not an object. */
    private static final int PIECE_COPIED_BELOW = 4 * 1024;

    private static final int GATHERED_BYTES = 16 * 1024;

    /** What the connection does for its body. Called by the reading thread. */
    interface Connection {
        /** The body is wanted: the first read, which may have to say {@code 100 Continue}. */
        void wanted();

        /** There is room again. */
        void resume();
    }

    private final ByteBufAllocator allocator;
    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    // guarded by the lock
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(4);
    private long queued;
    private boolean ended;
    private boolean discarded;
    private boolean paused;
    private @Nullable String failure;

    // of the reading thread
    private @Nullable ByteBuf current;
    private boolean wanted;

    InboundBody(ByteBufAllocator allocator, Connection connection) {
        this.allocator = allocator;
        this.connection = connection;
    }

    /** Takes bytes from a piece that was read. On the event loop. */
    void offer(ByteBuf from, int count) {
        lock.lock();
        try {
            if (discarded || failure != null) {
                from.skipBytes(count);
                return;
            }
            queued += count;
            if (count < PIECE_COPIED_BELOW) {
                gather(from, count);
            } else {
                queue.add(from.readRetainedSlice(count));
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void gather(ByteBuf from, int count) {
        // a slice of what was read has no room, so this is one of ours or none
        ByteBuf last = queue.peekLast();
        if (last == null || last.writableBytes() < count) {
            last = allocator.buffer(GATHERED_BYTES, GATHERED_BYTES);
            queue.add(last);
        }
        last.writeBytes(from, count);
    }

    /** The body has ended properly. On the event loop. */
    void end() {
        lock.lock();
        try {
            ended = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The body will not end properly; without effect after its end. */
    void fail(String text) {
        lock.lock();
        try {
            if (!ended && failure == null) {
                failure = text;
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the loop should stop reading; if so, {@link Connection#resume} will be called. On the event loop. */
    boolean pauses() {
        lock.lock();
        try {
            if (queued > HIGH_WATER) {
                paused = true;
            }
            return paused;
        } finally {
            lock.unlock();
        }
    }

    long queued() {
        lock.lock();
        try {
            return queued;
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<ByteBuffer> read(Deadline deadline) throws LocalFault {
        releaseCurrent();
        if (!wanted) {
            wanted = true;
            connection.wanted();
        }
        ByteBuf next = take(deadline);
        if (next == null) {
            return Optional.empty();
        }
        current = next;
        return Optional.of(next.nioBuffer().asReadOnlyBuffer());
    }

    private @Nullable ByteBuf take(Deadline deadline) throws LocalFault {
        boolean resume = false;
        ByteBuf next;
        lock.lock();
        try {
            while (queue.isEmpty()) {
                if (discarded || failure != null) {
                    throw new LocalFault(GeneralFault.IO_ERROR, failure == null ? "The body was given up" : failure);
                }
                if (ended) {
                    return null;
                }
                Waits.await(arrived, lock, deadline, "The body did not arrive in time");
            }
            next = queue.remove();
            queued -= next.readableBytes();
            if (paused && queued < LOW_WATER) {
                paused = false;
                resume = true;
            }
        } finally {
            lock.unlock();
        }
        if (resume) {
            connection.resume();
        }
        return next;
    }

    private void releaseCurrent() {
        ByteBuf last = current;
        if (last != null) {
            current = null;
            last.release();
        }
    }

    /** Ends the reader's part: what it holds and what is queued or comes later is dropped. By the reading thread. */
    void close() {
        releaseCurrent();
        discard();
    }

    /** Drops what is queued and what comes later. */
    void discard() {
        lock.lock();
        try {
            discarded = true;
            paused = false;
            queued = 0;
            for (ByteBuf buffer : queue) {
                buffer.release();
            }
            queue.clear();
        } finally {
            lock.unlock();
        }
    }
}
