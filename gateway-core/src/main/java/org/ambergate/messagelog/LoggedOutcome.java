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
 */
public record LoggedOutcome(LoggedExchange exchange, Instant time, ExchangeState state, String code) {
    public static LoggedOutcome delivered(LoggedExchange exchange, Instant time) {
        return new LoggedOutcome(exchange, time, ExchangeState.DELIVERED, "");
    }

    public static LoggedOutcome refused(LoggedExchange exchange, Instant time, String code) {
        return new LoggedOutcome(exchange, time, ExchangeState.REFUSED, code);
    }

    public static LoggedOutcome failed(LoggedExchange exchange, Instant time, String code) {
        return new LoggedOutcome(exchange, time, ExchangeState.FAILED, code);
    }

    public static LoggedOutcome unknownAtProvider(LoggedExchange exchange, Instant time) {
        return new LoggedOutcome(exchange, time, ExchangeState.UNKNOWN_AT_PROVIDER, "");
    }
}
