package org.ambergate.distribution;

import java.math.BigInteger;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/** Names for generations: the time in digits, later than every one before, also if the clock goes back. Single-threaded. */
final class Stamps {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSSSSSSSS").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private BigInteger last = BigInteger.ZERO;

    /**
     * Makes names.
     *
     * @param used by earlier runs, in digits
     */
    Stamps(Clock clock, Set<String> used) {
        this.clock = clock;
        for (String stamp : used) {
            last = last.max(new BigInteger(stamp));
        }
    }

    String next() {
        BigInteger time = new BigInteger(TIME.format(clock.instant()));
        last = time.max(last.add(BigInteger.ONE));
        return last.toString();
    }
}
