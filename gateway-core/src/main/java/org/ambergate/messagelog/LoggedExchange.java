package org.ambergate.messagelog;

import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.ServiceId;

/**
 * Which exchange a record belongs to. Identifiers are kept as the text that travels, so that a log stays readable
 * whatever a later version thinks of them.
 *
 * @param side the side that logged it
 * @param queryId the {@code x-road-id}, chosen by the consumer, not unique
 * @param requestId the {@code x-road-request-id}, unique per exchange
 * @param clientId the calling client in the percent-encoded slash form
 * @param serviceId the called service in the percent-encoded slash form
 */
public record LoggedExchange(ExchangeSide side, String queryId, String requestId, String clientId, String serviceId) {
    public static LoggedExchange of(
            ExchangeSide side, String queryId, String requestId, ClientId client, ServiceId service) {
        return new LoggedExchange(side, queryId, requestId, client.encoded(), service.encoded());
    }
}
