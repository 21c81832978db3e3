package org.ambergate.fault;

/**
 * Why an exchange ended without success. Either made here ({@link LocalFault}) or received from the other security
 * server ({@link RemoteFault}). Carries no stack trace of its own; a cause, where there is one, is for the local log
 * only and never leaves the process.
 */
public abstract sealed class ExchangeFault extends Exception permits LocalFault, RemoteFault {
    private static final long serialVersionUID = 1L;

    ExchangeFault(String message) {
        super(message);
    }

    /** Faults are values that travel to the other side; filling in a trace would cost more than the check that failed. */
    @Override
    public final synchronized Throwable fillInStackTrace() {
        return this;
    }
}
