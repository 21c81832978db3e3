package org.ambergate.timestamping;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.fault.Stage;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.UnstampedRun;
import org.ambergate.timestamp.TimestampToken;
import org.ambergate.timestamp.VerifiedTimestamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts every durable record under a time-stamp, oldest first, a batch at a time, until none is left. What is pending is
 * what the log says, so a restart at any point loses nothing and stamps nothing twice. While it fails longer than
 * allowed, {@link #requireWorking()} refuses messages.
 */
public final class Timestamper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timestamper.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    /** A server that starts has its first exchanges to serve before it needs the processors for this. */
    private static final Duration START_DELAY = Duration.ofMillis(1_500);

    private final TimestampingSettings settings;
    private final UnstampedLog log;
    private final TimestampTrust.Source trust;
    private final TimestampSource source;
    private final TimestampMeters meters;
    private final Clock clock;
    private final FirstFailure failure;
    private final RoundTurns turns = new RoundTurns();
    private final Thread thread = new Thread(this::run, "time-stamping");
    // owned by the thread
    private Instant lastGenTime;
    private String unforeseen = "";
    private volatile String lastReason = "";

    /**
     * What time-stamping works with.
     *
     * @param log the message log
     * @param trust the authorities of the moment
     * @param call the way to ask them
     * @param clock this server's time
     * @param random for nonces
     * @param meters hears what happens
     */
    public record Collaborators(
            UnstampedLog log,
            TimestampTrust.Source trust,
            TimestampCall call,
            Clock clock,
            SecureRandom random,
            TimestampMeters meters) {}

    public Timestamper(TimestampingSettings settings, Collaborators with) {
        this.settings = settings;
        this.log = with.log();
        this.trust = with.trust();
        this.meters = with.meters();
        this.clock = with.clock();
        this.source = new TimestampSource(settings.crossCheck(), with);
        this.failure = FirstFailure.open(settings.failureFile());
        this.lastGenTime = log.lastGenTime().orElse(Instant.MIN);
        thread.setDaemon(true);
    }

    /** Begins with a first round shortly from now, or after the interval if that is shorter. */
    public void start() {
        thread.start();
    }

    /**
     * Refuses unless messages are, or may still come to be, under time-stamps.
     *
     * @throws LocalFault {@code logging_failed.timestamping_failed} if time-stamping has failed for longer than allowed;
     *     {@code logging_failed.mlog.no_timestamping_provider_found} if there is nobody to ask
     */
    public void requireWorking() throws LocalFault {
        if (trust.current().authorities().isEmpty()) {
            throw TimestampSource.noAuthority().within(Stage.LOGGING_FAILED);
        }
        if (isRefusing()) {
            throw new LocalFault(MessageFault.TIMESTAMPING_FAILED, "Time-stamping has failed for longer than allowed")
                    .within(Stage.LOGGING_FAILED);
        }
    }

    /** Since when time-stamping fails, and why, for the administrator; empty while it works. */
    public Optional<String> trouble() {
        return failure.since().map(since -> "Time-stamping has failed since " + since + ": " + lastReason);
    }

    /**
     * Asks for a round now and waits for its end. Whoever asks meanwhile waits for the same one. What came of it is in the
     * log: with a time-stamp that is durable, or without.
     *
     * @return false if the round has not ended in time
     */
    public boolean stampNow(Duration longest) throws InterruptedException {
        return turns.ask(longest);
    }

    /** One round; returns the pause until the next one. */
    Duration round() {
        try {
            stampAll();
            failure.succeeded();
            unforeseen = "";
            return interval();
        } catch (LocalFault e) {
            noteFailure(e.text());
        } catch (IOException e) {
            LOG.error("The message log cannot be read for time-stamping", e);
            noteFailure("The message log cannot be read");
        }
        return retryDelay();
    }

    @Override
    public void close() {
        turns.close();
        thread.interrupt();
        try {
            thread.join(CLOSE_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            Duration pause = shorter(START_DELAY, interval());
            while (turns.await(pause)) {
                pause = safeRound();
            }
        } catch (InterruptedException e) {
            // The server closes; what is pending is found again after the next start.
            Thread.currentThread().interrupt();
        }
    }

    /** The root of this thread: nothing unforeseen, not even an error of the virtual machine, may end time-stamping. */
    private Duration safeRound() {
        try {
            return round();
        } catch (Throwable e) {
            noteUnforeseen(e);
            return retryDelay();
        } finally {
            turns.end();
        }
    }

    private void noteUnforeseen(Throwable cause) {
        try {
            noteFailure("An internal error; see the log");
            String text = cause.toString();
            if (!text.equals(unforeseen)) {
                LOG.error("A round of time-stamping failed, and is tried again; the same is not reported twice", cause);
                unforeseen = text;
            }
        } catch (Throwable again) {
            // Where not even a note can be made, as when memory is short, the next round is all that helps.
            lastReason = "An internal error that could not be logged";
        }
    }

    /** Ends with the first batch that is not full: what came meanwhile is for the next round. */
    private void stampAll() throws LocalFault, IOException {
        boolean more = true;
        while (more) {
            Optional<UnstampedRun> run = log.next(settings.batchMessagesMax());
            if (run.isPresent()) {
                stamp(run.get());
            }
            more = run.isPresent() && run.get().messages().size() >= settings.batchMessagesMax();
        }
    }

    private void stamp(UnstampedRun run) throws LocalFault {
        byte[] result = run.result();
        VerifiedTimestamp stamp = source.stamp(result, lastGenTime);
        // X-Road's containers hold the authority's certificate, whether or not the authority put it in.
        TimestampToken token = stamp.token().withCertificate(stamp.authority());
        log.append(
                run,
                new LoggedTimestamp(
                        run.from(),
                        run.upTo(),
                        run.checkpoint(),
                        clock.instant(),
                        run.messages(),
                        token.encoded(),
                        result));
        lastGenTime = stamp.genTime();
        failure.succeeded();
        meters.stamped(run.messages().size());
    }

    private void noteFailure(String reason) {
        if (turns.isClosed()) {
            return;
        }
        lastReason = reason;
        failure.failed(clock.instant());
    }

    private Duration retryDelay() {
        if (isRefusing()) {
            return TimestampingSettings.RETRY_DELAY_REFUSING;
        }
        return shorter(TimestampingSettings.RETRY_DELAY, interval());
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Never throws: the thread's pauses depend on it. */
    private Duration interval() {
        try {
            return settings.intervalUnder(trust.current().interval());
        } catch (LocalFault | RuntimeException | Error e) {
            // Nothing to go by until there is a global configuration again; the round itself reports that.
            return settings.intervalUnder(TimestampingSettings.CONFIGURED_MIN);
        }
    }

    /** Compares durations, for a very long period added to an instant is beyond what an instant can be. */
    private boolean isRefusing() {
        Duration period = settings.failurePeriod();
        Optional<Instant> since = failure.since();
        return !period.isZero()
                && since.isPresent()
                && Duration.between(since.get(), clock.instant()).compareTo(period) > 0;
    }
}
