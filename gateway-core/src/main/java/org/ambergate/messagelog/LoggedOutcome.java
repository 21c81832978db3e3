package org.ambergate.messagelog;

import java.time.Instant;

/**
 * How an exchange ended: the answer to "what became of my request?" (promise D2).
 *
 * @param exchange the exchange
 * @param time when it ended; the log keeps milliseconds
 * @param state the terminal state
 * @param code the fault's code exactly as it was answered, with its side, for example {@code
 *     server.serverproxy.service_failed.network_error}; empty unless refused or failed
 * @param ownRequest whether the exchange's own request is in the log
 */
public record LoggedOutcome(
        LoggedExchange exchange, Instant time, ExchangeState state, String code, OwnRequest ownRequest) {
    public static LoggedOutcome delivered(LoggedExchange exchange, Instant time) {
        return new LoggedOutcome(exchange, time, ExchangeState.DELIVERED, "", OwnRequest.LOGGED);
    }

    public static LoggedOutcome refused(LoggedExchange exchange, Instant time, String code, OwnRequest ownRequest) {
        return new LoggedOutcome(exchange, time, ExchangeState.REFUSED, code, ownRequest);
    }

    public static LoggedOutcome failed(LoggedExchange exchange, Instant time, String code) {
        return new LoggedOutcome(exchange, time, ExchangeState.FAILED, code, OwnRequest.LOGGED);
    }

    public static LoggedOutcome unknownAtProvider(LoggedExchange exchange, Instant time) {
        return new LoggedOutcome(exchange, time, ExchangeState.UNKNOWN_AT_PROVIDER, "", OwnRequest.LOGGED);
    }

    /** Whether it may tell how messages with its names ended; one of which it is known that its own request is not among them does not. */
    public boolean mayEndMessages() {
        return ownRequest != OwnRequest.NOT_LOGGED;
    }
}
