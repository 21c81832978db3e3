package org.ambergate.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from a thread to an event loop. Small writes gather and cross to the loop together: a head with a
 * small body is one task, one TLS record and one system call. Above {@link #HIGH_WATER} the writing thread waits.
 */
final class ConnectionOutput {
    /** Handed over when this much has gathered: two TLS records. */
    private static final int GATHERED_BYTES = 32 * 1024;

    private static final int FIRST_BYTES = 2 * 1024;

    /** What may be on its way to the operating system per connection. */
    static final int HIGH_WATER = 256 * 1024;

    static final int LOW_WATER = 128 * 1024;

    private final Channel channel;
    private final Runnable loopTask;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();

    // guarded by the lock
    private @Nullable ByteBuf gathering;
    private final ArrayDeque<ByteBuf> ready = new ArrayDeque<>(4);
    private long unsent;
    private boolean taskQueued;
    private @Nullable String failure;

    // of the event loop
    private long progress;
    private ChannelFuture lastWrite;

    /**
     * Makes an output.
     *
     * @param loopTask runs on the event loop after a hand-over; calls {@link #flush}
     */
    ConnectionOutput(Channel channel, Runnable loopTask) {
        this.channel = channel;
        this.loopTask = loopTask;
        this.lastWrite = channel.newSucceededFuture();
    }

    /** Adds what a head or a framing line needs; never waits. */
    void add(Consumer<ByteBuf> writer) throws LocalFault {
        lock.lock();
        try {
            checkOpen();
            writer.accept(gathering(0));
        } finally {
            lock.unlock();
        }
    }

    /** Adds body bytes; waits while too much is on its way. */
    void add(ByteBuffer data, Deadline deadline) throws LocalFault {
        lock.lock();
        try {
            while (data.hasRemaining()) {
                checkOpen();
                ByteBuf out = gathering(data.remaining());
                int count = Math.min(data.remaining(), Math.max(0, GATHERED_BYTES - out.readableBytes()));
                out.writeBytes(data.duplicate().limit(data.position() + count));
                data.position(data.position() + count);
                if (out.readableBytes() >= GATHERED_BYTES) {
                    awaitRoom(deadline);
                    handOver();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(Deadline deadline) throws LocalFault {
        if (unsent <= HIGH_WATER) {
            return;
        }
        while (unsent > LOW_WATER) {
            checkOpen();
            Waits.await(drained, lock, deadline, "The other side did not take the body in time");
        }
    }

    private void checkOpen() throws LocalFault {
        if (failure != null) {
            throw new LocalFault(GeneralFault.IO_ERROR, failure);
        }
    }

    private ByteBuf gathering(int expected) {
        ByteBuf out = gathering;
        if (out == null) {
            out = channel.alloc().ioBuffer(Math.max(FIRST_BYTES, Math.min(expected, GATHERED_BYTES)));
            gathering = out;
        }
        return out;
    }

    /** Lets go of what has gathered and runs the loop task in any case. */
    void push() throws LocalFault {
        lock.lock();
        try {
            checkOpen();
            handOver();
        } finally {
            lock.unlock();
        }
    }

    private void handOver() {
        ByteBuf out = gathering;
        if (out != null) {
            gathering = null;
            unsent += out.readableBytes();
            ready.add(out);
        }
        if (!taskQueued) {
            taskQueued = true;
            channel.eventLoop().execute(loopTask);
        }
    }

    /** Sends what was handed over. On the event loop. */
    void flush() {
        boolean any = false;
        for (ByteBuf out = next(); out != null; out = next()) {
            any = true;
            int count = out.readableBytes();
            lastWrite = channel.write(out);
            lastWrite.addListener((ChannelFutureListener) future -> sent(future, count));
        }
        if (any) {
            channel.flush();
        }
    }

    private @Nullable ByteBuf next() {
        lock.lock();
        try {
            taskQueued = false;
            return ready.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of what a thread has left lying. On the event loop, from time to time. */
    void flushGathered() {
        lock.lock();
        try {
            ByteBuf out = gathering;
            if (out != null && out.isReadable() && failure == null) {
                handOver();
            }
        } finally {
            lock.unlock();
        }
    }

    private void sent(ChannelFuture future, int count) {
        progress++;
        lock.lock();
        try {
            unsent -= count;
            if (!future.isSuccess()) {
                failNow("The connection broke");
            } else if (unsent <= LOW_WATER) {
                drained.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Completes when the operating system has taken all that was flushed. On the event loop. */
    ChannelFuture lastWrite() {
        return lastWrite;
    }

    /** Counts completed writes, so that a peer who takes nothing can be told from a slow one. On the event loop. */
    long progress() {
        return progress;
    }

    /** Whether the operating system has not taken everything yet. */
    boolean isBusy() {
        lock.lock();
        try {
            return unsent > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing can be sent any more. */
    void fail(String text) {
        lock.lock();
        try {
            failNow(text);
        } finally {
            lock.unlock();
        }
    }

    private void failNow(String text) {
        if (failure == null) {
            failure = text;
        }
        ByteBuf out = gathering;
        if (out != null) {
            gathering = null;
            out.release();
        }
        for (ByteBuf buffer : ready) {
            unsent -= buffer.readableBytes();
            buffer.release();
        }
        ready.clear();
        drained.signal();
    }
}
