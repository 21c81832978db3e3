package org.ambergate.signing;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.message.MessageDigests;
import org.ambergate.net.Deadline;
import org.ambergate.net.LateWaits;
import org.ambergate.net.ReadyThreads;
import org.ambergate.signature.MessageSigner;
import org.ambergate.signature.SignedMessage;
import org.ambergate.signature.SigningCredential;

/**
 * The messages that wait for one credential. At most one signing thread serves a line at a time: it takes all that has
 * gathered while the signature before was made, and makes one signature for it. An idle line signs at once. Safe for use
 * by several threads.
 */
final class SigningLine {
    private final Executor signingThreads;
    private final Clock clock;
    private final int queueMax;
    private final int batchMax;
    private final ReentrantLock lock = new ReentrantLock();
    // both guarded by lock
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private boolean served;

    SigningLine(Executor signingThreads, Clock clock, int queueMax, int batchMax) {
        this.signingThreads = signingThreads;
        this.clock = clock;
        this.queueMax = queueMax;
        this.batchMax = Math.min(batchMax, MessageSigner.BATCH_MAX);
    }

    private record Waiting(MessageDigests digests, Deadline deadline, CompletableFuture<SignedMessage> signed) {
        boolean isWanted() {
            return !signed.isDone() && !deadline.isPast();
        }
    }

    /**
     * Waits until the message is signed.
     *
     * @throws LocalFault {@code cannot_create_signature} if the line is full, the deadline passes or the key refuses
     */
    SignedMessage sign(MessageDigests digests, SigningCredential credential, Instant validUntil, Deadline deadline)
            throws LocalFault {
        Waiting waiting = new Waiting(digests, deadline, new CompletableFuture<>());
        if (join(waiting)) {
            try {
                signingThreads.execute(() -> serve(credential, validUntil));
            } catch (RejectedExecutionException e) {
                abandon();
            }
        }
        return await(waiting);
    }

    /** Whether the caller has to send a signing thread. */
    private boolean join(Waiting waiting) throws LocalFault {
        lock.lock();
        try {
            if (queue.size() >= queueMax) {
                throw refused("Too many messages wait for a signature");
            }
            queue.add(waiting);
            boolean first = !served;
            served = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void serve(SigningCredential credential, Instant validUntil) {
        List<Waiting> batch = take();
        while (!batch.isEmpty()) {
            sign(batch, credential, validUntil);
            if (passOn(credential, validUntil)) {
                return;
            }
            batch = take();
        }
    }

    /** Goes to the end of the queue for signing threads, so that one busy line does not starve the others. */
    private boolean passOn(SigningCredential credential, Instant validUntil) {
        try {
            signingThreads.execute(() -> serve(credential, validUntil));
            return true;
        } catch (RejectedExecutionException e) {
            // The signer is closing: what waits already is still signed, here.
            return false;
        }
    }

    private int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** All that has gathered, up to the limit; empty when nobody waits, and then the line is served no longer. */
    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        ReadyThreads.goFirst(this::size);
        lock.lock();
        try {
            while (batch.size() < batchMax && !queue.isEmpty()) {
                Waiting next = queue.remove();
                if (next.isWanted()) {
                    batch.add(next);
                }
            }
            served = !batch.isEmpty();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void sign(List<Waiting> batch, SigningCredential credential, Instant validUntil) {
        try {
            Instant now = clock.instant();
            if (now.isAfter(validUntil)) {
                throw refused("The certificate or its OCSP response has expired");
            }
            List<MessageDigests> digests = batch.stream().map(Waiting::digests).toList();
            List<SignedMessage> signed = MessageSigner.sign(digests, credential, now);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).signed().complete(signed.get(i));
            }
        } catch (LocalFault | RuntimeException | Error e) {
            // The root of this work: whatever happened, nobody may be left waiting.
            batch.forEach(waiting -> waiting.signed().completeExceptionally(e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void abandon() {
        lock.lock();
        try {
            queue.forEach(waiting -> waiting.signed().completeExceptionally(refused("The signer is closed")));
            queue.clear();
            served = false;
        } finally {
            lock.unlock();
        }
    }

    private static SignedMessage await(Waiting waiting) throws LocalFault {
        Thread thread = Thread.currentThread();
        var unused = waiting.signed().whenComplete((signed, failure) -> LockSupport.unpark(thread));
        try {
            while (!waiting.signed().isDone() && !thread.isInterrupted()) {
                if (waiting.deadline().isPast()) {
                    throw refused("The message was not signed in time");
                }
                LateWaits.park(waiting, waiting.deadline());
            }
            return waiting.signed().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LocalFault fault) {
                throw fault;
            }
            throw refused("The message could not be signed").causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("Waiting for the signature was interrupted").causedBy(e);
        } finally {
            // Whoever has stopped waiting needs no signature.
            waiting.signed().cancel(false);
        }
    }

    private static LocalFault refused(String text) {
        return new LocalFault(VerificationFault.CANNOT_CREATE_SIGNATURE, text);
    }
}
