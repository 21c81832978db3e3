package org.ambergate.auditindex;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditScope;
import org.ambergate.identifier.MemberId;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.ExchangeState;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedOutcome;
import org.ambergate.messagelog.LoggedQuery;
import org.ambergate.messagelog.OwnRequest;
import org.ambergate.testsupport.DiskLog;

/**
 * Random logs in which everything repeats: few members, few identifiers, outcomes of exchanges that were never logged,
 * several outcomes of one exchange, times that go back.
 */
final class RandomLog {
    /** Texts that would change a statement if they ever became part of one. */
    static final List<String> HOSTILE = List.of(
            "' OR '1'='1",
            "'; DROP TABLE entry; --",
            "%",
            "_",
            "\\",
            ":scope",
            "?",
            "\" OR 1=1 --",
            "<e>",
            "x' UNION SELECT * FROM entry --");

    private static final List<String> CLIENTS = List.of(
            "TEST/GOV/1", "TEST/GOV/1/app", "TEST/GOV/1/app2", "TEST/GOV/11/app", "TEST/COM/2/db", "TEST/COM/%C3%A4/x");
    private static final List<String> SERVICES = List.of(
            "TEST/COM/2/db/get",
            "TEST/COM/2/db/put",
            "TEST/COM/2/dbx/get",
            "TEST/GOV/1/app/list",
            "TEST/COM/%C3%A4/x/y");
    private static final List<String> MEMBERS = List.of("TEST/GOV/1", "TEST/GOV/11", "TEST/COM/2", "TEST/COM/%C3%A4");

    private final Random random;

    RandomLog(long seed) {
        this.random = new Random(seed);
    }

    /** Appends some records, closed by commits. */
    void append(DiskLog log, int records) {
        for (int i = 0; i < records; i++) {
            appendOne(log);
            if (random.nextInt(4) == 0) {
                log.commit();
            }
            if (random.nextInt(25) == 0) {
                log.commit();
                log.nextSegment();
            }
        }
        log.commit();
    }

    AuditQuery query() {
        AuditQuery query = AuditQuery.everything();
        for (AuditFilter filter : AuditFilter.values()) {
            if (random.nextInt(5) == 0) {
                query = query.with(filter, value(filter));
            }
        }
        return query;
    }

    AuditScope scope() {
        return random.nextBoolean()
                ? AuditScope.all()
                : AuditScope.of(one(List.of(
                        new MemberId("TEST", "GOV", "1"),
                        new MemberId("TEST", "COM", "2"),
                        new MemberId("TEST", "COM", "ä"))));
    }

    private void appendOne(DiskLog log) {
        LoggedExchange exchange = exchange();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> log.request(exchange, time(), maybe("I"), maybe("U"));
            case 3, 4 -> log.response(exchange, time());
            case 5, 6 ->
                log.outcome(new LoggedOutcome(
                        exchange,
                        time(),
                        one(List.of(ExchangeState.values())),
                        "server.clientproxy.io_error",
                        one(List.of(OwnRequest.values()))));
            default -> log.query(new LoggedQuery(time(), "auditor", "records?", 3));
        }
    }

    private LoggedExchange exchange() {
        return new LoggedExchange(
                one(List.of(ExchangeSide.values())),
                "Q" + random.nextInt(3),
                random.nextInt(6) == 0 ? one(HOSTILE) : "R" + random.nextInt(3),
                one(CLIENTS),
                one(SERVICES));
    }

    private Optional<String> maybe(String prefix) {
        return switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(one(HOSTILE));
            default -> Optional.of(prefix + random.nextInt(3));
        };
    }

    private Instant time() {
        return DiskLog.TIME.plusMillis(random.nextInt(40));
    }

    private String value(AuditFilter filter) {
        return switch (filter) {
            case FROM, BEFORE -> time().toString();
            case CLIENT -> one(CLIENTS);
            case SERVICE -> one(SERVICES);
            case PROVIDER -> one(List.of("TEST/COM/2", "TEST/COM/2/db", "TEST/GOV/1/app", "TEST/COM/%C3%A4"));
            case MEMBER -> one(MEMBERS);
            case MESSAGE_ID -> "Q" + random.nextInt(4);
            case REQUEST_ID -> random.nextBoolean() ? one(HOSTILE) : "R" + random.nextInt(3);
            case ISSUE -> random.nextBoolean() ? one(HOSTILE) : "I" + random.nextInt(3);
            case USER_ID -> random.nextBoolean() ? one(HOSTILE) : "U" + random.nextInt(3);
            case DIRECTION -> one(List.of("request", "response"));
            case SIDE -> one(List.of("consumer", "provider"));
            case OUTCOME -> one(List.of("open", "delivered", "refused", "failed", "unknown_at_provider"));
            case ORDER -> one(List.of("newest", "oldest"));
        };
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
