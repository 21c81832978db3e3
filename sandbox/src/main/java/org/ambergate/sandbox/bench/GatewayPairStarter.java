package org.ambergate.sandbox.bench;

import java.io.IOException;

/** Starts the pair of security servers to be measured, with signing and both message logs on. */
@FunctionalInterface
public interface GatewayPairStarter {
    /**
     * Starts both servers and returns when they serve.
     *
     * @throws IOException if one of them does not start
     */
    MeasuredPair start(PairSettings settings) throws IOException, InterruptedException;
}
