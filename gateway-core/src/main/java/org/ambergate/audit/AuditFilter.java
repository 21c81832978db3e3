package org.ambergate.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.ServiceId;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.MessageDirection;

/** What records can be searched by. Each filter knows its one canonical form, in which it is compared and logged. */
public enum AuditFilter {
    /** Not before this time. */
    FROM,
    /** Before this time. */
    BEFORE,
    /** The calling client; of a member also all its subsystems. */
    CLIENT,
    /** The called service. */
    SERVICE,
    /** The client that provides the service; of a member also all its subsystems. */
    PROVIDER,
    /** A member at either end. */
    MEMBER,
    /** The {@code x-road-id}. */
    MESSAGE_ID,
    /** The {@code x-road-request-id}. */
    REQUEST_ID,
    /** The request's {@code X-Road-Issue}. */
    ISSUE,
    /** The request's {@code X-Road-UserId}. */
    USER_ID,
    /** Requests or responses only. */
    DIRECTION,
    /** The side at which this server stood. */
    SIDE,
    /** How the exchange ended. */
    OUTCOME,
    /** Newest first, which is the default, or oldest first. */
    ORDER;

    /** Most characters of a value; so a query with all filters fits into a record of the log. */
    public static final int VALUE_LENGTH_MAX = 1024;

    static final String OLDEST = "oldest";

    /** The name in queries. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The filter of a name. */
    public static Optional<AuditFilter> of(String label) {
        return Arrays.stream(values()).filter(f -> f.label().equals(label)).findFirst();
    }

    /**
     * The canonical form of a value.
     *
     * @throws IllegalArgumentException saying what is wrong with it; the value itself is not repeated
     */
    String canonical(String value) {
        if (value.isEmpty() || value.length() > VALUE_LENGTH_MAX) {
            throw new IllegalArgumentException(label() + " must have 1 to " + VALUE_LENGTH_MAX + " characters");
        }
        return switch (this) {
            case FROM, BEFORE -> time(value).toString();
            case CLIENT, PROVIDER -> ClientId.parse(value).encoded();
            case SERVICE -> ServiceId.parse(value).encoded();
            case MEMBER -> member(value);
            case MESSAGE_ID, REQUEST_ID, ISSUE, USER_ID -> value;
            case DIRECTION -> oneOf(value, labels(MessageDirection.values()));
            case SIDE -> oneOf(value, labels(ExchangeSide.values()));
            case OUTCOME -> oneOf(value, labels(TerminalState.values()));
            case ORDER -> oneOf(value, List.of("newest", OLDEST));
        };
    }

    private String member(String value) {
        ClientId parsed = ClientId.parse(value);
        if (parsed.subsystemCode().isPresent()) {
            throw new IllegalArgumentException(label() + " has three parts: INSTANCE/CLASS/CODE");
        }
        return parsed.encoded();
    }

    /** A time with its offset, or a date, which means its first moment in UTC. The log knows milliseconds. */
    private Instant time(String value) {
        try {
            Instant time = value.length() == "2026-01-05".length()
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(value).toInstant();
            Instant rounded = time.truncatedTo(ChronoUnit.MILLIS);
            return rounded.equals(time) ? time : rounded.plusMillis(1);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    label() + " must be a date or a time such as 2026-01-05 or 2026-01-05T10:11:12Z", e);
        }
    }

    private String oneOf(String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(label() + " must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    private static List<String> labels(Enum<?>[] values) {
        return Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
    }
}
