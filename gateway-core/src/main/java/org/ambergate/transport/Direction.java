package org.ambergate.transport;

/** Which way a transport message travels; it decides which parts may come in which order. */
public enum Direction {
    /** From the consumer's security server to the provider's. */
    REQUEST,
    /** From the provider's security server to the consumer's. */
    RESPONSE
}
