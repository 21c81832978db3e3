package org.ambergate.observe;

import java.util.concurrent.TimeUnit;
import org.ambergate.exchange.ExchangeContext;
import org.ambergate.exchange.ExchangeLog;
import org.ambergate.exchange.ExchangeOutcome;
import org.ambergate.exchange.ExchangeRunner;
import org.ambergate.exchange.ExchangeTimeline;
import org.ambergate.fault.FaultReply;
import org.ambergate.message.RestRequestHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What is noted when an exchange has ended: its outcome in the journal, meters, and one structured log line. Names come
 * from others, so the encoder of the log escapes them; bodies and header values never appear.
 */
public final class ExchangeObserver implements ExchangeRunner.ExchangeListener {
    private static final Logger LOG = LoggerFactory.getLogger("org.ambergate.exchange");

    private final ExchangeLog journal;
    private final ExchangeMeters meters;
    private final RefusalThrottle throttle;

    public ExchangeObserver(ExchangeLog journal, ExchangeMeters meters, RefusalThrottle throttle) {
        this.journal = journal;
        this.meters = meters;
        this.throttle = throttle;
    }

    @Override
    public void ended(ExchangeContext exchange, ExchangeOutcome outcome, Throwable cause) {
        note(exchange, outcome);
        if (outcome instanceof ExchangeOutcome.Delivered) {
            return;
        }
        LOG.atWarn()
                .setMessage("exchange fault cause")
                .addKeyValue("detail", exchange.detail())
                .setCause(cause)
                .log();
    }

    @Override
    public void ended(ExchangeContext exchange, ExchangeOutcome outcome) {
        note(exchange, outcome);
    }

    private void note(ExchangeContext exchange, ExchangeOutcome outcome) {
        journal.outcome(exchange, outcome);
        meters.count(exchange, outcome);
        FaultReply fault = faultOf(outcome);
        if (fault.faultCode().isEmpty()) {
            line(LOG.atInfo(), exchange, outcome).log();
            return;
        }
        meters.countFault(exchange.side(), fault);
        if (throttle.permits(exchange.side().label() + fault.faultCode())) {
            line(LOG.atInfo(), exchange, outcome)
                    .addKeyValue("code", fault.faultCode())
                    .addKeyValue("text", fault.text())
                    .addKeyValue("detail", exchange.detail())
                    .log();
        }
    }

    private static LoggingEventBuilder line(
            LoggingEventBuilder event, ExchangeContext exchange, ExchangeOutcome outcome) {
        LoggingEventBuilder line = event.setMessage("exchange")
                .addKeyValue("side", exchange.side().label())
                .addKeyValue("outcome", outcome.label())
                .addKeyValue(
                        "us", TimeUnit.NANOSECONDS.toMicros(exchange.timeline().elapsedNanos()));
        if (exchange.request().isPresent()) {
            RestRequestHead head = exchange.request().get();
            line = line.addKeyValue("id", head.queryId())
                    .addKeyValue("requestId", head.requestId())
                    .addKeyValue("method", head.method())
                    .addKeyValue("client", head.client())
                    .addKeyValue("service", head.service());
        }
        if (exchange.peer().isPresent()) {
            line = line.addKeyValue("peer", exchange.peer().get());
        }
        return line.addKeyValue("steps", steps(exchange.timeline()));
    }

    private static String steps(ExchangeTimeline timeline) {
        StringBuilder out = new StringBuilder(160);
        for (ExchangeTimeline.Mark mark : timeline.marks()) {
            out.append(out.isEmpty() ? "" : " ")
                    .append(mark.step().label())
                    .append('=')
                    .append(TimeUnit.NANOSECONDS.toMicros(mark.nanos()));
        }
        return out.toString();
    }

    private static FaultReply faultOf(ExchangeOutcome outcome) {
        if (outcome instanceof ExchangeOutcome.Refused refused) {
            return refused.fault();
        }
        if (outcome instanceof ExchangeOutcome.Failed failed) {
            return failed.fault();
        }
        if (outcome instanceof ExchangeOutcome.UnknownAtProvider unknown) {
            return unknown.fault();
        }
        return new FaultReply("", "", "");
    }
}
