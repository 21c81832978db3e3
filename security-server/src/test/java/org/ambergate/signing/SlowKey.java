package org.ambergate.signing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.ambergate.fault.LocalFault;
import org.ambergate.signature.SignatureMethod;
import org.ambergate.signature.SigningKey;

/** A key that waits for permission before each signature, like a busy or hung hardware token. */
final class SlowKey implements SigningKey {
    private final SigningKey key;
    private final SignatureMethod method;
    private final Semaphore permits;
    private final AtomicInteger signatures = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);

    SlowKey(SigningKey key, int permits) {
        this.key = key;
        this.method = key.method();
        this.permits = new Semaphore(permits);
    }

    @Override
    public SignatureMethod method() {
        return method;
    }

    @Override
    public byte[] sign(byte[] signedInfo) throws LocalFault {
        begun.countDown();
        permits.acquireUninterruptibly();
        signatures.incrementAndGet();
        return key.sign(signedInfo);
    }

    void allow(int more) {
        permits.release(more);
    }

    void awaitFirst() throws InterruptedException {
        begun.await();
    }

    int signatures() {
        return signatures.get();
    }
}
