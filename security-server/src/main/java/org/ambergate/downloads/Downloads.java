package org.ambergate.downloads;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.ambergate.audit.AuditIndex;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.exchange.ClientAuthenticator;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.journal.MessageLog;
import org.ambergate.net.HttpRequestHandler;
import org.ambergate.trust.ConfigurationClient;
import org.ambergate.trust.PublishedParameters;

/**
 * What downloads are made of.
 *
 * @param state clients are judged by
 * @param configuration what is given out to verify by
 * @param log the messages
 * @param index finds them; empty until it is open
 * @param timestamps time-stamps them now
 */
public record Downloads(
        Snapshots state,
        Configuration configuration,
        MessageLog log,
        Supplier<Optional<AuditIndex>> index,
        Timestamps timestamps) {
    /** The snapshot of the moment. */
    @FunctionalInterface
    public interface Snapshots {
        /**
         * Who takes part now, and who is a client here.
         *
         * @throws LocalFault {@code global_conf_outdated} if no global configuration holds
         */
        ServerSnapshot current() throws LocalFault;
    }

    /** The global configuration, as values and as it was published. */
    public interface Configuration {
        /**
         * The configuration that holds now.
         *
         * @throws LocalFault {@code global_conf_outdated} if none does
         */
        GlobalConfiguration current() throws LocalFault;

        /**
         * The shared parameters of one of its instances.
         *
         * @throws LocalFault if they cannot be had
         */
        PublishedParameters published(String instance) throws LocalFault;

        /** What a configuration client holds. */
        static Configuration of(ConfigurationClient client) {
            return new Configuration() {
                @Override
                public GlobalConfiguration current() throws LocalFault {
                    return client.current();
                }

                @Override
                public PublishedParameters published(String instance) throws LocalFault {
                    return client.published(instance);
                }
            };
        }
    }

    /** Asks for time-stamps on all that has none. */
    @FunctionalInterface
    public interface Timestamps {
        /** Returns when that was tried, or after the longest wait. What came of it is in the log. */
        void stampNow(Duration longest) throws InterruptedException;
    }

    /** Wires the downloads. What they do not answer goes on to the next handler. */
    public DownloadListener before(HttpRequestHandler next, SecurityServerSettings settings, Clock clock) {
        Duration idle = settings.limits().idle();
        return new DownloadListener(
                next,
                state,
                new ClientAuthenticator(settings.server(), clock),
                new SignedDocuments(log, new DocumentSearch(index), timestamps, clock, idle),
                new VerificationConfiguration(configuration, clock, idle),
                settings.limits().exchange());
    }
}
