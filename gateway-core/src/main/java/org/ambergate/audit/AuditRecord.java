package org.ambergate.audit;

import java.time.Instant;
import java.util.Optional;
import org.ambergate.messagelog.LoggedExchange;

/**
 * One record of an exchange, as the index knows it.
 *
 * @param place where it stands in the log
 * @param kind request, response or outcome
 * @param time when the message was signed or verified, or the exchange ended
 * @param exchange the exchange
 * @param subject the business reference and the user, as the exchange's request names them
 * @param bodyBytes length of the message's body as it travelled; zero for an outcome
 * @param end how its exchange ended; of an outcome, what it says itself
 */
public record AuditRecord(
        Place place, RecordKind kind, Instant time, LoggedExchange exchange, Subject subject, long bodyBytes, End end) {
    /**
     * Where a record stands.
     *
     * @param sequence its number in the whole log
     * @param segment the segment's number
     * @param offset bytes from the segment's beginning
     */
    public record Place(long sequence, long segment, long offset) {}

    /**
     * What a request is about.
     *
     * @param issue its {@code X-Road-Issue}
     * @param userId its {@code X-Road-UserId}
     */
    public record Subject(Optional<String> issue, Optional<String> userId) {
        public static final Subject NONE = new Subject(Optional.empty(), Optional.empty());
    }

    /**
     * How an exchange ended.
     *
     * @param state the state
     * @param code the fault's code; empty unless refused or failed
     */
    public record End(TerminalState state, String code) {
        public static final End OPEN = new End(TerminalState.OPEN, "");
    }

    public long sequence() {
        return place.sequence();
    }

    /** The client's member, percent-encoded slash form. */
    public String clientMember() {
        return Parties.member(exchange.clientId());
    }

    /** The provider's member, percent-encoded slash form. */
    public String providerMember() {
        return Parties.member(exchange.serviceId());
    }

    public AuditRecord with(Subject newSubject) {
        return new AuditRecord(place, kind, time, exchange, newSubject, bodyBytes, end);
    }
}
