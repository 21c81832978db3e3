package org.ambergate.exchange;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.ambergate.config.SecurityServerSettings.MessageLogSettings;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.ServiceId;
import org.ambergate.journal.LogReceipt;
import org.ambergate.journal.MessageLog;
import org.ambergate.message.RestRequestHead;
import org.ambergate.message.RestResponseHead;
import org.ambergate.messagelog.BodyContent;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.OwnRequest;
import org.ambergate.signature.SignatureParts;
import org.ambergate.signature.SignedMessage;
import org.ambergate.signature.VerifiedMessage;

/**
 * Appends the messages of an exchange to the journal: only signed or verified ones, and with what offline verification
 * needs. Returns when they are durable.
 */
public final class ExchangeLog {
    private final MessageLog log;
    private final Precondition precondition;
    private final MessageLogSettings settings;
    private final Clock clock;

    /** What must hold before a request is logged. */
    @FunctionalInterface
    public interface Precondition {
        /**
         * Checks it now.
         *
         * @throws LocalFault if no request may be logged
         */
        void check() throws LocalFault;
    }

    /**
     * Logs under a condition.
     *
     * @param precondition asked for each request; when it refuses, the request is not logged and so does not leave. A response is
     *     logged all the same: the service has acted, and a gap in the log would help nobody
     */
    public ExchangeLog(MessageLog log, Precondition precondition, MessageLogSettings settings, Clock clock) {
        this.log = log;
        this.precondition = precondition;
        this.settings = settings;
        this.clock = clock;
    }

    /** A keeper for a body that passes through. */
    public BodyKeeper keeper(ExchangeContext exchange) {
        return new BodyKeeper(rule(exchange), exchange.newSpool());
    }

    /** Logs a request that this server signed. */
    public LogReceipt signedRequest(
            ExchangeContext exchange, RestRequestHead head, SignedMessage signed, BodyKeeper kept) throws LocalFault {
        precondition.check();
        return own(exchange, MessageDirection.REQUEST, head.bytes(), signed, kept);
    }

    /** Logs a response that this server signed. */
    public LogReceipt signedResponse(
            ExchangeContext exchange, RestResponseHead head, SignedMessage signed, BodyKeeper kept) throws LocalFault {
        return own(exchange, MessageDirection.RESPONSE, head.bytes(), signed, kept);
    }

    /** Logs a request that another server signed. */
    public LogReceipt verifiedRequest(
            ExchangeContext exchange, RestRequestHead head, VerifiedMessage verified, ReceivedMessage received)
            throws LocalFault {
        precondition.check();
        return received(exchange, MessageDirection.REQUEST, head.bytes(), verified, received);
    }

    /** Logs a response that another server signed. */
    public LogReceipt verifiedResponse(
            ExchangeContext exchange, RestResponseHead head, VerifiedMessage verified, ReceivedMessage received)
            throws LocalFault {
        return received(exchange, MessageDirection.RESPONSE, head.bytes(), verified, received);
    }

    /** Notes how an exchange ended; it becomes durable with the next sync, which nobody waits for. */
    public void outcome(ExchangeContext exchange, ExchangeOutcome outcome) {
        Optional<LoggedExchange> names = names(exchange);
        if (names.isPresent()) {
            log.appendOutcome(toLogged(names.get(), outcome, exchange.ownRequest()));
        }
    }

    private LogReceipt own(
            ExchangeContext exchange, MessageDirection direction, byte[] head, SignedMessage signed, BodyKeeper kept)
            throws LocalFault {
        List<Digest> attachments = signed.digests().attachments();
        LoggedBody body = attachments.isEmpty() ? LoggedBody.absent() : kept.describe(attachments.get(0));
        return append(exchange, direction, head, signed.parts(), body, kept.spool());
    }

    private LogReceipt received(
            ExchangeContext exchange,
            MessageDirection direction,
            byte[] head,
            VerifiedMessage verified,
            ReceivedMessage received)
            throws LocalFault {
        List<Digest> attachments = verified.digests().attachments();
        if (attachments.isEmpty() || received.body().isEmpty()) {
            return append(exchange, direction, head, verified.parts(), LoggedBody.absent(), exchange.newSpool());
        }
        BodySpool spool = received.body().get();
        LoggedBody body = rule(exchange).describe(spool.length(), attachments.get(0));
        return append(exchange, direction, head, verified.parts(), body, spool);
    }

    private LogReceipt append(
            ExchangeContext exchange,
            MessageDirection direction,
            byte[] head,
            SignatureParts signature,
            LoggedBody body,
            BodySpool spool)
            throws LocalFault {
        LoggedMessage message = new LoggedMessage(
                names(exchange).orElseThrow(ExchangeLog::withoutHead),
                direction,
                clock.instant(),
                head,
                signature,
                body);
        BodyContent content = body.keptLength() > 0 ? spool::writeTo : BodyContent.none();
        return append(exchange, new LogEntry(message, content));
    }

    /** An append that fails may have taken effect: then nobody knows whether the request is in the log. */
    private LogReceipt append(ExchangeContext exchange, LogEntry entry) throws LocalFault {
        if (entry.message().direction() == MessageDirection.RESPONSE) {
            return log.append(entry, exchange.idleDeadline());
        }
        exchange.ownRequest(OwnRequest.UNKNOWN);
        LogReceipt receipt = log.append(entry, exchange.idleDeadline());
        exchange.ownRequest(OwnRequest.LOGGED);
        return receipt;
    }

    private BodyRule rule(ExchangeContext exchange) {
        ServiceId service = exchange.service().orElseThrow(ExchangeLog::withoutHead);
        return BodyRule.of(settings, exchange.side(), service.client());
    }

    private static IllegalStateException withoutHead() {
        return new IllegalStateException("An exchange without a head is not logged");
    }

    private static Optional<LoggedExchange> names(ExchangeContext exchange) {
        ExchangeSide side = exchange.side() == Side.CONSUMER ? ExchangeSide.CONSUMER : ExchangeSide.PROVIDER;
        return exchange.request()
                .map(head -> LoggedExchange.of(side, head.queryId(), head.requestId(), head.client(), head.service()));
    }

    private LoggedOutcome toLogged(LoggedExchange names, ExchangeOutcome outcome, OwnRequest ownRequest) {
        if (outcome instanceof ExchangeOutcome.Refused refused) {
            return LoggedOutcome.refused(names, clock.instant(), refused.fault().faultCode(), ownRequest);
        }
        if (outcome instanceof ExchangeOutcome.Failed failed) {
            return LoggedOutcome.failed(names, clock.instant(), failed.fault().faultCode());
        }
        if (outcome instanceof ExchangeOutcome.UnknownAtProvider) {
            return LoggedOutcome.unknownAtProvider(names, clock.instant());
        }
        return LoggedOutcome.delivered(names, clock.instant());
    }
}
