package org.ambergate.messagelog;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.ServiceId;

/**
 * How long messages are kept: for which exchanges, and for how long. What is empty does not matter, or lasts for ever.
 *
 * @param party the exchange's client or the service's provider: a subsystem, or a member with all its subsystems
 * @param serviceCode the service's code
 * @param side the side on which this server was
 * @param keepBodies for how long bodies are kept
 * @param keepRecords for how long the records are kept
 */
public record RetentionRule(
        Optional<ClientId> party,
        Optional<String> serviceCode,
        Optional<ExchangeSide> side,
        Optional<Duration> keepBodies,
        Optional<Duration> keepRecords) {

    /** Whether an exchange falls under this rule. An exchange whose names cannot be read falls under none. */
    public boolean covers(LoggedExchange exchange) {
        try {
            ClientId client = ClientId.parse(exchange.clientId());
            ServiceId service = ServiceId.parse(exchange.serviceId());
            return (party.isEmpty() || isParty(client) || isParty(service.client()))
                    && (serviceCode.isEmpty() || serviceCode.get().equals(service.serviceCode()))
                    && (side.isEmpty() || side.get() == exchange.side());
        } catch (MalformedIdentifierException e) {
            return false;
        }
    }

    /** Whether the body of a message of some time is to go now. */
    public boolean isBodyDue(Instant logged, Instant now) {
        return isOver(keepBodies, logged, now);
    }

    /** Whether a record of some time is to go now. */
    public boolean isRecordDue(Instant logged, Instant now) {
        return isOver(keepRecords, logged, now);
    }

    private static boolean isOver(Optional<Duration> keep, Instant logged, Instant now) {
        return keep.isPresent() && !logged.plus(keep.get()).isAfter(now);
    }

    private boolean isParty(ClientId client) {
        ClientId wanted = party.orElseThrow();
        return wanted.equals(client)
                || (wanted.subsystemCode().isEmpty() && wanted.member().equals(client.member()));
    }

    /** The rule in one line, as tombstones quote it. */
    public String text() {
        StringJoiner text = new StringJoiner(", ");
        party.ifPresent(client -> text.add("party " + client.encoded()));
        serviceCode.ifPresent(code -> text.add("service " + code));
        side.ifPresent(s -> text.add("side " + (s == ExchangeSide.CONSUMER ? "consumer" : "provider")));
        keepBodies.ifPresent(duration -> text.add("keep-bodies " + text(duration)));
        keepRecords.ifPresent(duration -> text.add("keep-records " + text(duration)));
        return text.toString();
    }

    private static String text(Duration duration) {
        return duration.toSecondsPart() == 0 && duration.toMinutesPart() == 0 && duration.toHoursPart() == 0
                ? duration.toDays() + "d"
                : duration.toSeconds() + "s";
    }
}
