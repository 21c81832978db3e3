package org.ambergate.signing;

/** How far a key's certificate has come on its way into global configuration. Only registered ones are used. */
public enum KeyStatus {
    /** There is a key, but no certificate or one that is not registered yet. */
    SAVED,
    /** The registration request waits for approval. */
    REGISTRATION_IN_PROGRESS,
    /** In use, if active. */
    REGISTERED,
    /** The deletion request has been sent. */
    DELETION_IN_PROGRESS
}
