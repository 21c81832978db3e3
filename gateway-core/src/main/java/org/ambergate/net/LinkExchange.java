package org.ambergate.net;

import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.jspecify.annotations.Nullable;

/** One request and response over a connection: what the event loop and the calling thread tell each other. */
final class LinkExchange {
    private final String method;
    private final InboundBody body;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by the lock
    private @Nullable ResponseHead head;
    private boolean presented;
    private @Nullable String failure;

    /** Set by the loop when response bytes come; read by the sending thread. */
    private volatile boolean answered;

    private volatile boolean requestFinished;

    LinkExchange(String method, ByteBufAllocator allocator, InboundBody.Connection connection) {
        this.method = method;
        this.body = new InboundBody(allocator, connection);
    }

    String method() {
        return method;
    }

    InboundBody body() {
        return body;
    }

    // ---- the event loop

    void headRead(ResponseHead value) {
        lock.lock();
        try {
            head = value;
            answered = true;
        } finally {
            lock.unlock();
        }
    }

    /** Enough of the response is there to make it worth waking the caller. */
    void present() {
        lock.lock();
        try {
            if (!presented) {
                presented = true;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void fail(String text) {
        body.fail(text);
        lock.lock();
        try {
            answered = true;
            if (failure == null) {
                failure = text;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    // ---- the calling thread

    /** Waits until the response is worth looking at; at the deadline a bare head is taken. */
    ResponseHead await(Deadline deadline) throws LocalFault {
        lock.lock();
        try {
            while (true) {
                ResponseHead arrived = head;
                if (arrived != null && (presented || failure != null || deadline.isPast())) {
                    return arrived;
                }
                if (failure != null) {
                    throw new LocalFault(GeneralFault.IO_ERROR, failure);
                }
                Waits.await(changed, lock, deadline, "The response did not arrive in time");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the peer has answered or gone, so that sending on is useless. */
    boolean isAnswered() {
        return answered;
    }

    /** Whether the response has come to its proper end, read or not. */
    boolean isComplete() {
        return body.isEnded();
    }

    void finishRequest() {
        requestFinished = true;
    }

    boolean isRequestFinished() {
        return requestFinished;
    }
}
