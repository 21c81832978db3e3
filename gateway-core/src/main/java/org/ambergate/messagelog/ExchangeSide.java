package org.ambergate.messagelog;

/** Which end of an exchange logged a record. The codes are part of the log's format. */
public enum ExchangeSide {
    /** The security server of the information system that calls. */
    CONSUMER(1),
    /** The security server of the information system that provides the service. */
    PROVIDER(2);

    private final int code;

    ExchangeSide(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
