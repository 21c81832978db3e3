package org.ambergate.auditindex;

import org.ambergate.messagelog.ExchangeSide;

/** Codes that stand in the index only. */
final class SqlCodes {
    private static final int CONSUMER = 1;
    private static final int PROVIDER = 2;

    private SqlCodes() {}

    static int of(ExchangeSide side) {
        return side == ExchangeSide.CONSUMER ? CONSUMER : PROVIDER;
    }

    static ExchangeSide side(int code) {
        return code == CONSUMER ? ExchangeSide.CONSUMER : ExchangeSide.PROVIDER;
    }
}
