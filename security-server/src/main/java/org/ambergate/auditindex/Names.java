package org.ambergate.auditindex;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.ambergate.audit.AuditRecord;
import org.ambergate.messagelog.ExchangeSide;

/**
 * Numbers for names that recur. Of use for one transaction only: if that is taken back, the numbers it gave are too.
 */
final class Names {
    private final Statements statements;
    private final Map<String, Long> members = new HashMap<>();
    /** In an order and not by a hash: names of clients and services that do not exist stand in refusals, and strangers choose them. */
    private final Map<RouteKey, Route> routes = new TreeMap<>(Comparator.comparing(RouteKey::service)
            .thenComparing(RouteKey::client)
            .thenComparing(RouteKey::side));

    /**
     * Who calls what.
     *
     * @param id its number
     * @param client number of the client's member
     * @param provider number of the provider's member
     */
    record Route(long id, long client, long provider) {}

    private record RouteKey(String client, String service, ExchangeSide side) {}

    Names(Statements statements) {
        this.statements = statements;
    }

    Route route(AuditRecord record) throws SQLException {
        RouteKey key = new RouteKey(
                record.exchange().clientId(),
                record.exchange().serviceId(),
                record.exchange().side());
        Route known = routes.get(key);
        if (known == null) {
            known = route(key, member(record.clientMember()), member(record.providerMember()));
            routes.put(key, known);
        }
        return known;
    }

    private Route route(RouteKey key, long client, long provider) throws SQLException {
        PreparedStatement insert =
                statements.of("INSERT INTO route (client, service, side, client_member, provider_member)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET side = side RETURNING id");
        insert.setString(1, key.client());
        insert.setString(2, key.service());
        insert.setInt(3, SqlCodes.of(key.side()));
        insert.setLong(4, client);
        insert.setLong(5, provider);
        return new Route(number(insert), client, provider);
    }

    private long member(String name) throws SQLException {
        Long known = members.get(name);
        if (known == null) {
            PreparedStatement insert = statements.of(
                    "INSERT INTO member (name) VALUES (?) ON CONFLICT DO UPDATE SET name = name RETURNING id");
            insert.setString(1, name);
            known = number(insert);
            members.put(name, known);
        }
        return known;
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
