package org.ambergate.testsupport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file in memory in which long runs of zeros take no room. */
final class HoleyBytes {
    private static final int HOLE_BYTES_MIN = 4096;

    private final String name;
    private final TreeMap<Long, byte[]> pieces = new TreeMap<>();
    private long length;

    HoleyBytes(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    long length() {
        return length;
    }

    void write(ByteBuffer bytes) {
        byte[] taken = new byte[bytes.remaining()];
        bytes.get(taken);
        if (taken.length < HOLE_BYTES_MIN || !ByteBuffer.wrap(taken).equals(ByteBuffer.allocate(taken.length))) {
            pieces.put(length, taken);
        }
        length += taken.length;
    }

    /** Reads as a channel does. */
    int read(ByteBuffer into, long position) {
        if (position >= length) {
            return -1;
        }
        int count = (int) Math.min(into.remaining(), length - position);
        for (long at = position; at < position + count; ) {
            at += copy(into, at, (int) (position + count - at));
        }
        return count;
    }

    void flip(long offset) {
        Map.@Nullable Entry<Long, byte[]> piece = pieces.floorEntry(offset);
        if (piece == null || offset >= piece.getKey() + piece.getValue().length) {
            throw new IllegalArgumentException("A hole has no bits to flip");
        }
        piece.getValue()[(int) (offset - piece.getKey())] ^= 1;
    }

    /** Writes zeros over what is there. */
    void clear(long offset, long count) {
        pieces.forEach((from, bytes) -> {
            long begin = Math.max(offset, from);
            long end = Math.min(offset + count, from + bytes.length);
            if (begin < end) {
                Arrays.fill(bytes, (int) (begin - from), (int) (end - from), (byte) 0);
            }
        });
    }

    private int copy(ByteBuffer into, long at, int most) {
        Map.@Nullable Entry<Long, byte[]> piece = pieces.floorEntry(at);
        if (piece != null && at < piece.getKey() + piece.getValue().length) {
            int from = (int) (at - piece.getKey());
            int count = Math.min(most, piece.getValue().length - from);
            into.put(piece.getValue(), from, count);
            return count;
        }
        @Nullable Long next = pieces.higherKey(at);
        int count = (int) Math.min(most, next == null ? most : next - at);
        into.put(new byte[count]);
        return count;
    }
}
