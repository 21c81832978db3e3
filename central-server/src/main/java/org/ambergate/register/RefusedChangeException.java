package org.ambergate.register;

/** A change that was not made, and left nothing behind. Its message says why and what to do, for the operator. */
public final class RefusedChangeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedChangeException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** What is refused, why, and what to do. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
