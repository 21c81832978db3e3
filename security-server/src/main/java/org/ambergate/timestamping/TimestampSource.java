package org.ambergate.timestamping;

import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.FaultCode;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.TimestampFault;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.timestamp.TimestampRequest;
import org.ambergate.timestamp.TimestampToken;
import org.ambergate.timestamp.TimestampVerifier;
import org.ambergate.timestamp.VerifiedTimestamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the authorities of global configuration, one after the other, until one gives a token that holds; or, if times are
 * cross-checked, until two give tokens that hold with times that agree.
 */
final class TimestampSource {
    private static final Logger LOG = LoggerFactory.getLogger(TimestampSource.class);

    /** How far a token's time may be from this server's clock (threat T-71). */
    static final Duration DEVIATION_MAX = Duration.ofSeconds(60);

    private static final int NONCE_BITS = 64;

    /** What an authority answers that does not know nonces or does not give its certificate. */
    private static final Set<FaultCode> REFUSALS =
            Set.of(TimestampFault.TIMESTAMP_NOT_GRANTED, TimestampFault.TIMESTAMPING_NON_OK_RESPONSE);

    private final boolean crossCheck;
    private final TimestampTrust.Source trust;
    private final TimestampCall call;
    private final Clock clock;
    private final SecureRandom random;
    private final TimestampMeters meters;

    /** @param crossCheck whether a second authority's token is asked for to compare times with */
    TimestampSource(boolean crossCheck, Timestamper.Collaborators with) {
        this.crossCheck = crossCheck;
        this.trust = with.trust();
        this.call = with.call();
        this.clock = with.clock();
        this.random = with.random();
        this.meters = with.meters();
    }

    /**
     * A token for this data.
     *
     * @param notBefore the time of the last token; a later one that says less is refused
     * @throws LocalFault what the last authority asked did wrong, or {@code mlog.no_timestamping_provider_found}
     */
    VerifiedTimestamp stamp(byte[] stamped, Instant notBefore) throws LocalFault {
        TimestampTrust now = trust.current();
        LocalFault failure = noAuthority();
        List<VerifiedTimestamp> unconfirmed = new ArrayList<>();
        for (TimestampAuthority authority : now.authorities()) {
            try {
                VerifiedTimestamp token = ask(authority.url(), stamped, new TimestampVerifier(now.certificates()));
                checkTime(token.genTime(), notBefore);
                Optional<VerifiedTimestamp> accepted = crossCheck ? confirmed(unconfirmed, token) : Optional.of(token);
                if (accepted.isPresent()) {
                    return accepted.get();
                }
                unconfirmed.add(token);
                failure = unconfirmedTime();
            } catch (LocalFault e) {
                LOG.warn("No time-stamp from {}: {} ({})", authority.name(), e.text(), e.path());
                meters.refused(e);
                failure = e;
            }
        }
        throw failure;
    }

    /** The first of the earlier tokens whose time the latest one confirms (threat T-71: the own clock may be wrong, too). */
    private static Optional<VerifiedTimestamp> confirmed(List<VerifiedTimestamp> earlier, VerifiedTimestamp latest) {
        return earlier.stream()
                .filter(token -> Duration.between(token.genTime(), latest.genTime())
                                .abs()
                                .compareTo(DEVIATION_MAX)
                        <= 0)
                .findFirst();
    }

    private static LocalFault unconfirmedTime() {
        return new LocalFault(
                TimestampFault.TIMESTAMP_TIME_REFUSED, "No second authority confirms the time of the time-stamp");
    }

    static LocalFault noAuthority() {
        return new LocalFault(
                TimestampFault.NO_TIMESTAMPING_PROVIDER_FOUND,
                "The global configuration lists no time-stamping authority");
    }

    /** In the form that binds the answer first; an authority that refuses it gets X-Road's bare form. */
    private VerifiedTimestamp ask(URI authority, byte[] stamped, TimestampVerifier verifier) throws LocalFault {
        Digest imprint = DigestAlgorithm.SHA512.of(stamped);
        try {
            BigInteger nonce = new BigInteger(NONCE_BITS, random);
            return ask(authority, TimestampRequest.withNonce(imprint, nonce), verifier);
        } catch (LocalFault e) {
            if (!REFUSALS.contains(e.code())) {
                throw e;
            }
            return ask(authority, TimestampRequest.bare(imprint), verifier);
        }
    }

    private VerifiedTimestamp ask(URI authority, TimestampRequest request, TimestampVerifier verifier)
            throws LocalFault {
        TimestampToken token = TimestampToken.parseResponse(call.ask(authority, request.encoded()));
        return verifier.verify(token, TimestampVerifier.Expected.by(request));
    }

    private void checkTime(Instant genTime, Instant notBefore) throws LocalFault {
        Duration deviation = Duration.between(clock.instant(), genTime).abs();
        if (deviation.compareTo(DEVIATION_MAX) > 0) {
            throw new LocalFault(
                    TimestampFault.TIMESTAMP_TIME_REFUSED,
                    "The time-stamp's time differs by " + deviation.toSeconds() + " s from this server's");
        }
        if (genTime.isBefore(notBefore)) {
            throw new LocalFault(
                    TimestampFault.TIMESTAMP_TIME_REFUSED, "The time-stamp's time is before that of the last one");
        }
    }
}
