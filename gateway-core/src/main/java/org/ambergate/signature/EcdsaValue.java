package org.ambergate.signature;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * ECDSA values in their two encodings: DER as providers make them, and r and s concatenated as XML signatures carry them
 * (RFC 4051, section 3.3).
 */
final class EcdsaValue {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    // Two integers of at most 49 bytes stay under 128, so every length is one byte.
    private static final int WIDTH_MAX = 48;

    private EcdsaValue() {}

    /**
     * Turns concatenated halves into DER. X-Road shortens both halves to the longer one's significant bytes, so any even
     * length up to two full widths is read.
     *
     * @param width bytes of a full half: 32 for P-256, 48 for P-384
     * @param order the order of the curve's base point
     * @return empty if a half is zero or not below the order, or the length is impossible
     */
    static Optional<byte[]> toDer(byte[] concatenated, int width, BigInteger order) {
        int half = concatenated.length / 2;
        if (concatenated.length % 2 != 0 || half == 0 || half > width) {
            return Optional.empty();
        }
        BigInteger r = new BigInteger(1, concatenated, 0, half);
        BigInteger s = new BigInteger(1, concatenated, half, half);
        if (!isInRange(r, order) || !isInRange(s, order)) {
            return Optional.empty();
        }
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        byte[] der = new byte[6 + first.length + second.length];
        der[0] = SEQUENCE;
        der[1] = (byte) (der.length - 2);
        putInteger(der, 2, first);
        putInteger(der, 4 + first.length, second);
        return Optional.of(der);
    }

    /**
     * Turns DER as a provider made it into full-width halves.
     *
     * @throws IllegalArgumentException if it is not the DER of two integers that fit
     */
    static byte[] toConcatenated(byte[] der, int width) {
        if (width > WIDTH_MAX || der.length < 8 || der[0] != SEQUENCE || der[1] != der.length - 2) {
            throw new IllegalArgumentException("Not an ECDSA value in DER");
        }
        byte[] out = new byte[2 * width];
        int next = copyInteger(der, 2, out, 0, width);
        int end = copyInteger(der, next, out, width, width);
        if (end != der.length) {
            throw new IllegalArgumentException("Not an ECDSA value in DER");
        }
        return out;
    }

    private static boolean isInRange(BigInteger half, BigInteger order) {
        return half.signum() > 0 && half.compareTo(order) < 0;
    }

    private static void putInteger(byte[] der, int at, byte[] value) {
        der[at] = INTEGER;
        der[at + 1] = (byte) value.length;
        System.arraycopy(value, 0, der, at + 2, value.length);
    }

    private static int copyInteger(byte[] der, int at, byte[] out, int offset, int width) {
        if (at + 2 > der.length || der[at] != INTEGER || at + 2 + der[at + 1] > der.length || der[at + 1] < 1) {
            throw new IllegalArgumentException("Not an ECDSA value in DER");
        }
        byte[] value = Arrays.copyOfRange(der, at + 2, at + 2 + der[at + 1]);
        int skip = value.length > width ? value.length - width : 0;
        if (skip > 1 || value[0] < 0 || (skip == 1 && value[0] != 0)) {
            throw new IllegalArgumentException("Not an ECDSA value in DER");
        }
        System.arraycopy(value, skip, out, offset + width - (value.length - skip), value.length - skip);
        return at + 2 + value.length;
    }
}
