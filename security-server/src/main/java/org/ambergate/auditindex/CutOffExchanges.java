package org.ambergate.auditindex;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ambergate.audit.AuditIndex;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an outcome to each exchange that the server's last end left without one (promise D2). An outcome that the log does not
 * take is offered again at the next call. One that the log took and that does not turn up in the index, since the log gave it up
 * while its storage failed, is offered again later. One thread.
 */
final class CutOffExchanges {
    /** The code of an exchange that failed because the server ended. It is no fault, since it never travels. */
    static final String SERVER_STOPPED = "server_stopped";

    /** How often the log takes an outcome of one exchange, at most. */
    static final int TRIES_MAX = 3;

    /** Calls to wait before an outcome that was taken counts as lost: about a minute, and a log writes ten times a second. */
    static final int CALLS_BETWEEN_TRIES = 60;

    private static final Logger LOG = LoggerFactory.getLogger(CutOffExchanges.class);

    private final LiveLog log;
    private final Clock clock;
    private final Map<LoggedExchange, Attempt> attempts = new HashMap<>();
    private long call;
    private long settled;

    /**
     * An outcome that the log took.
     *
     * @param tries how often
     * @param call when last
     * @param durable records that were durable then
     */
    private record Attempt(int tries, long call, long durable) {}

    CutOffExchanges(LiveLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Offers outcomes to the log.
     *
     * @param index knows all that was logged before this server started
     * @param indexed records of the log that it knows
     * @return whether nothing is left to do
     */
    boolean settle(AuditIndex index, long indexed) throws IOException {
        call++;
        List<AuditIndex.OpenExchange> open = index.openExchanges(log.recordsAtStart());
        forgetAllBut(open);
        boolean hope = false;
        for (AuditIndex.OpenExchange exchange : open) {
            Attempt last = attempts.getOrDefault(exchange.exchange(), new Attempt(0, 0, 0));
            boolean due = last.tries() == 0 || isLost(last, indexed);
            if (due && last.tries() < TRIES_MAX) {
                if (!log.outcomes().test(outcome(exchange))) {
                    return false;
                }
                long durable = log.durable().getAsLong();
                attempts.put(exchange.exchange(), new Attempt(last.tries() + 1, call, durable));
                hope = true;
            }
            hope |= !due;
        }
        if (!hope) {
            report(open.size());
        }
        return !hope;
    }

    /** Records become durable in the order in which the log took them, so what came later shows that this one is not there. */
    private boolean isLost(Attempt last, long indexed) {
        return call - last.call() >= CALLS_BETWEEN_TRIES && indexed > last.durable();
    }

    private void forgetAllBut(List<AuditIndex.OpenExchange> open) {
        Set<LoggedExchange> left = new HashSet<>();
        open.forEach(exchange -> left.add(exchange.exchange()));
        int before = attempts.size();
        attempts.keySet().retainAll(left);
        settled += before - attempts.size();
    }

    private void report(int left) {
        if (settled > 0) {
            LOG.warn("{} exchanges were cut off by the server's last end and have an outcome now", settled);
        }
        if (left > 0) {
            LOG.error("At least {} exchanges were cut off and have no outcome, for the message log lost it", left);
        }
    }

    /** With a response in the log, the provider has acted and the answer may be missing; without one, nobody knows. */
    private LoggedOutcome outcome(AuditIndex.OpenExchange exchange) {
        return exchange.hasResponse()
                ? LoggedOutcome.failed(exchange.exchange(), clock.instant(), SERVER_STOPPED)
                : LoggedOutcome.unknownAtProvider(exchange.exchange(), clock.instant());
    }
}
