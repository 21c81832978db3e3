package org.ambergate.message;

/** Character classes of RFC 3986, sections 2 and 3.3. */
final class PathCharacters {
    private static final String UNRESERVED_MARKS = "-._~";
    private static final String SUB_DELIMITERS = "!$&'()*+,;=";

    private PathCharacters() {}

    static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c < 128 && UNRESERVED_MARKS.indexOf(c) >= 0);
    }

    /** A character of a path: slash, percent sign, or one that may stand literally in a segment. */
    static boolean isPath(int c) {
        return c == '/'
                || c == '%'
                || c == ':'
                || c == '@'
                || isUnreserved(c)
                || (c < 128 && SUB_DELIMITERS.indexOf(c) >= 0);
    }

    /** The value of a hexadecimal digit, or a negative number. */
    static int hexDigit(int c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
