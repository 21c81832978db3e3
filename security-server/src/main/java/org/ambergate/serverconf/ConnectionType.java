package org.ambergate.serverconf;

/** How an information system must connect to speak for a client (client protocol specification, section 4.2). */
public enum ConnectionType {
    /** Plain HTTP or HTTPS. */
    HTTP,
    /** HTTPS; a client certificate is not asked for. */
    HTTPS_NO_AUTH,
    /** HTTPS with a client certificate registered for that very client. */
    HTTPS
}
