package org.ambergate.identifier;

/** Text that is not an X-Road identifier of the kind asked for. The text itself is not repeated in the message. */
public final class MalformedIdentifierException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedIdentifierException(String message) {
        super(message);
    }
}
