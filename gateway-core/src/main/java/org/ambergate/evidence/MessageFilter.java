package org.ambergate.evidence;

import java.util.List;
import java.util.function.Predicate;
import org.ambergate.identifier.ClientId;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;

/** Which messages are meant, when no index is asked. */
@FunctionalInterface
public interface MessageFilter {
    boolean takes(LoggedMessage message);

    /**
     * Messages with a query id that a client of this server sent or received: on the consumer side as the caller, on the
     * provider side as the provider.
     */
    static MessageFilter of(String queryId, ClientId local) {
        Predicate<LoggedExchange> exchanges = exchanges(queryId, local);
        return message -> exchanges.test(message.exchange());
    }

    /** The exchanges of these messages. */
    static Predicate<LoggedExchange> exchanges(String queryId, ClientId local) {
        String client = local.encoded();
        return exchange -> {
            boolean own = exchange.side() == ExchangeSide.CONSUMER
                    ? exchange.clientId().equals(client)
                    : providerOf(exchange.serviceId()).equals(client);
            return own && exchange.queryId().equals(queryId);
        };
    }

    /** The client that provides a service: the first four parts of its identifier. */
    private static String providerOf(String serviceId) {
        String[] parts = serviceId.split("/", 5);
        return String.join("/", List.of(parts).subList(0, Math.min(4, parts.length)));
    }
}
