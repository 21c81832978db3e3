package org.ambergate.fault;

import java.util.Locale;

/** A stage of an exchange that prefixes the code of a fault raised within it (transport specification, section 8.3). */
public enum Stage {
    SERVICE_FAILED,
    SSL_AUTHENTICATION_FAILED,
    SIGNATURE_VERIFICATION,
    MALFORMED_SIGNATURE,
    INVALID_CERT_PATH,
    CANNOT_CREATE_SIGNATURE,
    CANNOT_CREATE_CERT_PATH,
    LOGGING_FAILED,
    TIMESTAMPING_FAILED;

    public String xroadName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
