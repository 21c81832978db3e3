package org.ambergate.signing;

/**
 * A token could not be opened or changed. The text is for the administrator: it says what is wrong and what to do, may
 * name paths, and never holds a PIN or key material.
 */
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    public TokenException(String message) {
        super(message);
    }

    public TokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
