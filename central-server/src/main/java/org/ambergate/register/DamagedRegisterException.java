package org.ambergate.register;

/** What is stored is not what this room stores: somebody else has written there. */
final class DamagedRegisterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedRegisterException(String message) {
        super(message);
    }

    DamagedRegisterException(String message, Throwable cause) {
        super(message, cause);
    }
}
