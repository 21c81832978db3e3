package org.ambergate.sandbox.service;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * An endless sequence of bytes that is the same everywhere, so that a download of any size can be checked without a copy of
 * it. Its period is a prime, so that a block lost, repeated or moved does not go unnoticed.
 */
public final class BytePattern {
    private static final int PERIOD = 65_521;
    private static final long SEED = 7_8;

    private final byte[] period = new byte[PERIOD];

    public BytePattern() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < PERIOD; i++) {
            period[i] = (byte) random.nextInt();
        }
    }

    /** Fills the remaining room of the buffer with the sequence from the given offset on. */
    public void fill(long offset, ByteBuffer buffer) {
        int from = (int) (offset % PERIOD);
        while (buffer.hasRemaining()) {
            int take = Math.min(PERIOD - from, buffer.remaining());
            buffer.put(period, from, take);
            from = 0;
        }
    }

    /** The first bytes of the sequence. */
    public byte[] first(int length) {
        byte[] bytes = new byte[length];
        fill(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Whether the remaining bytes are those of the sequence at the given offset. */
    public boolean matches(long offset, ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        int from = (int) (offset % PERIOD);
        while (rest.hasRemaining()) {
            int take = Math.min(PERIOD - from, rest.remaining());
            if (!ByteBuffer.wrap(period, from, take).equals(rest.slice(rest.position(), take))) {
                return false;
            }
            rest.position(rest.position() + take);
            from = 0;
        }
        return true;
    }
}
