package org.ambergate.exchange;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.ambergate.fault.ExchangeFault;
import org.ambergate.fault.FaultReply;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.RemoteFault;
import org.ambergate.net.Deadline;

/**
 * Wraps a script once: admission, deadline, timeline, fault to reply, outcome, clean-up. Used by many threads at once.
 */
public final class ExchangeRunner {
    private final Semaphore slots;
    private final Clock clock;
    private final Duration exchangeTime;
    private final Duration idleTime;
    private final Path spoolDirectory;
    private final ExchangeListener listener;

    /** The steps of one exchange. */
    public interface Script {
        void run(ExchangeContext context) throws ExchangeFault;
    }

    /** Writes a fault to whoever waits for the reply; never throws, since nobody is left to tell. */
    public interface Refusal {
        void refuse(FaultReply fault, boolean overloaded, ExchangeContext context);
    }

    /** Hears how each exchange ended; must be quick and must not throw. */
    public interface ExchangeListener {
        void ended(ExchangeContext context, ExchangeOutcome outcome, Throwable cause);

        void ended(ExchangeContext context, ExchangeOutcome outcome);
    }

    public ExchangeRunner(
            int slots,
            Duration exchangeTime,
            Duration idleTime,
            Path spoolDirectory,
            Clock clock,
            ExchangeListener listener) {
        this.slots = new Semaphore(slots);
        this.exchangeTime = exchangeTime;
        this.idleTime = idleTime;
        this.spoolDirectory = spoolDirectory;
        this.clock = clock;
        this.listener = listener;
    }

    /** Runs a script on the calling thread, which may block. */
    public void run(Side side, Script script, Refusal refusal) {
        try (ExchangeContext context =
                new ExchangeContext(side, clock.instant(), Deadline.after(exchangeTime), idleTime, spoolDirectory)) {
            if (!slots.tryAcquire()) {
                LocalFault full = new LocalFault(
                        GeneralFault.SERVICE_UNAVAILABLE, "All exchange slots are taken; try again later");
                end(context, full, refusal, true);
                return;
            }
            try {
                admitted(context, script, refusal);
            } finally {
                slots.release();
            }
        }
    }

    /** Slots that are free now. */
    public int freeSlots() {
        return slots.availablePermits();
    }

    private void admitted(ExchangeContext context, Script script, Refusal refusal) {
        try {
            script.run(context);
            listener.ended(context, new ExchangeOutcome.Delivered());
        } catch (ExchangeFault fault) {
            end(context, fault, refusal, false);
        } catch (RuntimeException e) {
            // The root of an exchange thread: what no step foresaw is refused like any other fault.
            end(context, new LocalFault(GeneralFault.INTERNAL_ERROR, "Internal error").causedBy(e), refusal, false);
        }
    }

    private void end(ExchangeContext context, ExchangeFault fault, Refusal refusal, boolean overloaded) {
        FaultReply reply = FaultReply.of(fault, context.side().faultSide(), context.detail());
        ExchangeOutcome outcome = outcome(context, fault, reply);
        refusal.refuse(reply, overloaded, context);
        if (fault.getCause() == null) {
            listener.ended(context, outcome);
        } else {
            listener.ended(context, outcome, fault.getCause());
        }
    }

    private static ExchangeOutcome outcome(ExchangeContext context, ExchangeFault fault, FaultReply reply) {
        if (context.isResponseLogged()) {
            return new ExchangeOutcome.Failed(reply);
        }
        if (context.hasRequestLeft() && !(fault instanceof RemoteFault)) {
            return new ExchangeOutcome.UnknownAtProvider(reply);
        }
        return new ExchangeOutcome.Refused(reply);
    }
}
