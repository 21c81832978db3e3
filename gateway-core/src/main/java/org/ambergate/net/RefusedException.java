package org.ambergate.net;

/** Received bytes break HTTP or a limit. Carries what to answer; never leaves the room. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String text) {
        super(text, null, false, false);
        this.status = status;
    }

    static RefusedException badRequest(String text) {
        return new RefusedException(400, text);
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
