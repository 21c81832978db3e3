package org.ambergate.net;

/** Characters of HTTP (RFC 9110, section 5.6), without any locale. */
final class Ascii {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (int c = 0; c < TOKEN.length; c++) {
            TOKEN[c] = isAlphanumeric(c) || TOKEN_MARKS.indexOf(c) >= 0;
        }
    }

    private Ascii() {}

    static boolean isTokenCharacter(int c) {
        return c >= 0 && c < TOKEN.length && TOKEN[c];
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether a field value can be written: no control but the tab, nothing that ISO 8859-1 has no byte for. */
    static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }

    static boolean isVisible(int c) {
        return c > ' ' && c < 0x7f;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlphanumeric(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static boolean equalsIgnoreCase(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            if (lower(a.charAt(i)) != lower(b.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean startsWithIgnoreCase(String text, String prefix) {
        return text.length() >= prefix.length() && equalsIgnoreCase(text.substring(0, prefix.length()), prefix);
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
