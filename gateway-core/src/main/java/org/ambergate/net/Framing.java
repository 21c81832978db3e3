package org.ambergate.net;

/**
 * How a body ends (RFC 9112, section 6.3).
 *
 * @param kind which rule
 * @param length the number of bytes, with {@link Kind#LENGTH} only
 */
record Framing(Kind kind, long length) {
    enum Kind {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    static final Framing NONE = new Framing(Kind.NONE, 0);
    static final Framing CHUNKED = new Framing(Kind.CHUNKED, 0);
    static final Framing UNTIL_CLOSE = new Framing(Kind.UNTIL_CLOSE, 0);

    static Framing ofLength(long length) {
        return length == 0 ? NONE : new Framing(Kind.LENGTH, length);
    }

    boolean isBodiless() {
        return kind == Kind.NONE;
    }
}
