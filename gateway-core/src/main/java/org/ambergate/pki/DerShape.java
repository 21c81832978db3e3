package org.ambergate.pki;

import java.util.Arrays;

/**
 * A look at the outline of DER before a library parses it: one value, definite minimal lengths, single-byte tags,
 * nothing nested beyond a bound. Whatever passes cannot drive a recursive parser deep or make it look for more bytes.
 */
public final class DerShape {
    /** Deepest nesting accepted. A certificate inside an OCSP response needs about 12. */
    static final int DEPTH_MAX = 32;

    private static final int CONSTRUCTED = 0x20;

    private DerShape() {}

    /** Whether the array is exactly one DER value with a sane outline. */
    public static boolean isOneValue(byte[] der) {
        int[] ends = new int[DEPTH_MAX + 1];
        int depth = 0;
        ends[0] = der.length;
        int at = 0;
        int topLevelValues = 0;
        while (at < der.length) {
            if (depth == 0 && ++topLevelValues > 1) {
                return false;
            }
            int content = contentStart(der, at);
            if (content < 0) {
                return false;
            }
            long length = length(der, at + 1);
            if (length < 0 || length > ends[depth] - content) {
                return false;
            }
            int end = content + (int) length;
            if ((der[at] & CONSTRUCTED) != 0 && end > content) {
                if (++depth > DEPTH_MAX) {
                    return false;
                }
                ends[depth] = end;
                at = content;
            } else {
                at = end;
            }
            while (depth > 0 && at == ends[depth]) {
                depth--;
            }
        }
        return depth == 0 && topLevelValues == 1;
    }

    /** The first value inside a value that passed {@link #isOneValue}, byte for byte; empty if there is none. */
    static byte[] firstInside(byte[] der) {
        int start = contentStart(der, 0);
        int content = contentStart(der, start);
        if (start < 0 || content < 0) {
            return new byte[0];
        }
        return Arrays.copyOfRange(der, start, content + (int) length(der, start + 1));
    }

    private static int contentStart(byte[] der, int at) {
        if (at < 0 || at + 1 >= der.length || (der[at] & 0x1F) == 0x1F) {
            return -1;
        }
        int first = der[at + 1] & 0xFF;
        int start = at + 2 + (first < 0x80 ? 0 : first & 0x7F);
        return start <= der.length ? start : -1;
    }

    /** The length at this offset, or -1 if it is indefinite, longer than four bytes or not minimal. */
    private static long length(byte[] der, int at) {
        int first = der[at] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7F;
        if (count == 0 || count > 4) {
            return -1;
        }
        long length = 0;
        for (int i = 1; i <= count; i++) {
            length = (length << 8) | (der[at + i] & 0xFF);
        }
        boolean minimal = length >= 0x80 && (length >> (8 * (count - 1))) != 0;
        return minimal ? length : -1;
    }
}
