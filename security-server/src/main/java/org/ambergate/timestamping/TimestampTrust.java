package org.ambergate.timestamping;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.globalconf.TimestampAuthority;

/**
 * What the global configuration says about time-stamping: whom to ask, whom to believe, and how often.
 *
 * @param authorities the own instance's authorities, in the order of global configuration
 * @param interval how often message logs are to be time-stamped
 */
public record TimestampTrust(List<TimestampAuthority> authorities, Duration interval) {
    public TimestampTrust {
        authorities = List.copyOf(authorities);
    }

    /** Where the trust of the moment comes from. */
    @FunctionalInterface
    public interface Source {
        /**
         * The authorities to ask now.
         *
         * @throws LocalFault {@code global_conf_outdated}
         */
        TimestampTrust current() throws LocalFault;
    }

    public static TimestampTrust of(GlobalConfiguration global) {
        return new TimestampTrust(global.timestampAuthorities(), global.timestampingInterval());
    }

    List<X509Certificate> certificates() {
        return authorities.stream().map(TimestampAuthority::certificate).toList();
    }
}
