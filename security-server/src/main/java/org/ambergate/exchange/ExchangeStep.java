package org.ambergate.exchange;

import java.util.Locale;

/** The steps of both scripts, in the order in which they end (house plan, section 4). */
public enum ExchangeStep {
    ACCEPT,
    IDENTIFY,
    RESOLVE,
    CONNECT,
    READ,
    PEER,
    VERIFY_REQUEST,
    AUTHORIZE,
    LOG_REQUEST,
    CALL,
    WRITE,
    SIGN,
    LOG_OWN,
    SEND,
    RECEIVE,
    VERIFY_RESPONSE,
    LOG_RESPONSE,
    REPLY;

    /** The name in meters and log lines. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
