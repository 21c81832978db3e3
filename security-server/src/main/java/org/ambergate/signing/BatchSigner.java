package org.ambergate.signing;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;
import org.ambergate.identifier.MemberId;
import org.ambergate.message.MessageDigests;
import org.ambergate.net.Deadline;
import org.ambergate.signature.MessageSigner;
import org.ambergate.signature.SignedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages with the keys of their members. Keys of batching methods are served by signing threads, each signature
 * covering all messages that gathered meanwhile; nothing waits for company. Other keys sign on the calling thread. Safe
 * for use by several threads.
 */
public final class BatchSigner implements AutoCloseable {
    /** How long {@link #close()} waits for what has been accepted. */
    private static final long CLOSE_SECONDS = 10;

    private final SigningSettings settings;
    private final Supplier<KeyRing> keys;
    private final CredentialChooser chooser;
    private final Clock clock;
    private final ExecutorService signingThreads;
    private final ConcurrentMap<MemberId, SigningChoice> choices = new ConcurrentHashMap<>();
    private final ReentrantLock choosing = new ReentrantLock();
    private volatile boolean closed;

    /**
     * What the signer works with.
     *
     * @param keys the current key ring
     * @param trust the current global configuration
     * @param responses OCSP responses for own certificates
     * @param clock the time
     */
    public record Collaborators(
            Supplier<KeyRing> keys, SigningTrust.Source trust, SigningTrust.Responses responses, Clock clock) {}

    public BatchSigner(SigningSettings settings, Collaborators with) {
        this.settings = settings;
        this.keys = with.keys();
        this.chooser = new CredentialChooser(with.trust(), with.responses());
        this.clock = with.clock();
        AtomicInteger number = new AtomicInteger();
        this.signingThreads = Executors.newFixedThreadPool(settings.threads(), task -> {
            Thread thread = new Thread(task, "signing-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Signs a message for a member. Blocks until it is signed or the deadline passes.
     *
     * @throws LocalFault {@code cannot_create_signature}, alone or as the stage of a more precise fault
     */
    public SignedMessage sign(MessageDigests digests, MemberId member, Deadline deadline) throws LocalFault {
        Instant now = clock.instant();
        SigningChoice choice = choose(member, now);
        if (deadline.isPast()) {
            throw refused("There is no time left to sign the message");
        }
        if (settings.batched().contains(choice.credential().key().method())) {
            return choice.line().sign(digests, choice.credential(), choice.validUntil(), deadline);
        }
        return MessageSigner.sign(List.of(digests), choice.credential(), now).get(0);
    }

    /**
     * Whether a message of the member could be signed now: for the health page, and for refusing early.
     *
     * @throws LocalFault as {@link #sign}
     */
    public void check(MemberId member) throws LocalFault {
        SigningChoice unused = choose(member, clock.instant());
    }

    /** Signs what has been accepted, within a limit, and refuses everything from now on. */
    @Override
    public void close() {
        closed = true;
        signingThreads.shutdown();
        try {
            if (!signingThreads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                signingThreads.shutdownNow();
            }
        } catch (InterruptedException e) {
            signingThreads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        choices.clear();
    }

    private SigningChoice choose(MemberId member, Instant now) throws LocalFault {
        if (closed) {
            throw refused("The signer is closed");
        }
        KeyRing ring = keys.get();
        SigningChoice known = choices.get(member);
        if (known != null && known.serves(ring, now)) {
            return known;
        }
        return renew(member, ring, known, now);
    }

    /** One thread chooses anew; the others go on with the old choice as long as it holds. */
    private SigningChoice renew(MemberId member, KeyRing ring, @Nullable SigningChoice known, Instant now)
            throws LocalFault {
        if (!choosing.tryLock()) {
            if (known != null && known.ring() == ring && !now.isAfter(known.validUntil())) {
                return known;
            }
            choosing.lock();
        }
        try {
            SigningChoice meanwhile = choices.get(member);
            if (meanwhile != null && meanwhile.serves(ring, now)) {
                return meanwhile;
            }
            choices.remove(member);
            SigningChoice fresh = fresh(member, ring, now);
            choices.put(member, fresh);
            return fresh;
        } finally {
            choosing.unlock();
        }
    }

    private SigningChoice fresh(MemberId member, KeyRing ring, Instant now) throws LocalFault {
        CredentialChooser.Usable usable = chooser.choose(ring, member, now);
        SigningLine line = new SigningLine(signingThreads, clock, settings.queueMax(), settings.batchMax());
        return new SigningChoice(
                ring, usable.credential(), now.plus(settings.choiceReuse()), usable.validUntil(), line);
    }

    private static LocalFault refused(String text) {
        return new LocalFault(VerificationFault.CANNOT_CREATE_SIGNATURE, text);
    }
}
