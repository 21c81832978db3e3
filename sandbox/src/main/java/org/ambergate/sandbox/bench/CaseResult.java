package org.ambergate.sandbox.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One case, measured.
 *
 * @param profile the exchange that was repeated
 * @param connections the number of connections
 * @param bare what the bare pair did
 * @param gateway what the gateway pair did; empty if only the bare pair was measured
 */
record CaseResult(LoadProfile profile, int connections, PairFigures bare, Optional<PairFigures> gateway) {
    /** The gateway's requests per second as a share of the bare pair's; empty if there is nothing to divide. */
    OptionalDouble ratio() {
        double bareRate = bare.median().requestsPerSecond();
        return gateway.isEmpty() || bareRate == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(gateway.get().median().requestsPerSecond() / bareRate);
    }

    long errors() {
        return bare.median().errors()
                + gateway.map(figures -> figures.median().errors()).orElse(0L);
    }
}
