package org.ambergate.auditindex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ambergate.audit.AuditCursor;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditScope;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.TerminalState;
import org.ambergate.messagelog.ExchangeSide;

/**
 * The statement of a search. Its text is put together from constants alone; every value of a filter is bound. It says
 * which table to walk, since the planner has no statistics to know it by: the exchanges of a term, the entries of a rare
 * state, those of one party, or all entries, the last three by time.
 */
final class SearchSql {
    private static final String NUMBER_OF = "(SELECT id FROM member WHERE name = :%1$s)";
    private static final String PARTY_OF_ENTRY = NUMBER_OF + " IN (r.client_member, r.provider_member)";
    private static final String FROM_ENTRY =
            "entry e%s CROSS JOIN exchange x CROSS JOIN route r WHERE x.id = e.exchange";

    /** Tables and the conditions that belong to them; with two, the records of both are merged. */
    private final List<String> walks = new ArrayList<>();

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final AuditQuery query;

    /** @param scope whose records may be found; a condition of every statement */
    SearchSql(AuditQuery query, AuditScope scope, IndexingLimits limits) {
        this.query = query;
        Optional<SearchTerm> term = SearchTerm.of(query);
        Optional<String> state =
                query.value(AuditFilter.OUTCOME).filter(o -> !o.equals(TerminalState.DELIVERED.label()));
        if (term.isPresent()) {
            String text = query.value(term.get().filter()).orElseThrow();
            walkTerm(limits.hash(term.get(), text));
        } else if (state.isPresent()) {
            walkEntries(state.get().equals(TerminalState.OPEN.label()) ? "entry_open" : "entry_trouble", "");
        } else if (!walkParty(scope)) {
            walks.add(FROM_ENTRY.formatted(""));
        }
        conditions.add("r.id = x.route");
        scope.member().ifPresent(member -> add(PARTY_OF_ENTRY.formatted("scope"), "scope", member));
        query.values().forEach(this::add);
    }

    /**
     * Bounds the statement to one page.
     *
     * @param behind where to go on; at the beginning only its {@code upTo} counts
     * @param first whether this is the first page
     */
    SearchSql page(AuditCursor behind, boolean first, int limit) {
        add("e.sequence <= :upTo", "upTo", behind.upTo());
        if (!first) {
            conditions.add(
                    "(e.time_ms, e.sequence) " + (query.isOldestFirst() ? ">" : "<") + " (:behindTime, :behind)");
            values.put("behindTime", behind.timeMillis());
            values.put("behind", behind.sequence());
        }
        // Behind a cursor both bounds of one side would be on offer, and the planner may take the wider one.
        if (first || !query.isOldestFirst()) {
            query.from().ifPresent(t -> time(">=", "from", t.toEpochMilli()));
        }
        if (first || query.isOldestFirst()) {
            query.before().ifPresent(t -> time("<", "before", t.toEpochMilli()));
        }
        values.put("limit", limit);
        return this;
    }

    String text() {
        String order = query.isOldestFirst() ? "ASC" : "DESC";
        String all = String.join(" AND ", conditions);
        return walks.stream()
                        .map(walk -> "SELECT " + EntryMapper.COLUMNS + " FROM " + walk + " AND " + all)
                        .collect(Collectors.joining(" UNION ALL "))
                + " ORDER BY time_ms %1$s, sequence %1$s LIMIT :limit".formatted(order);
    }

    Map<String, Object> values() {
        return values;
    }

    private void walkTerm(long hash) {
        walks.add("exchange x CROSS JOIN route r CROSS JOIN entry e INDEXED BY entry_exchange WHERE e.exchange = x.id"
                + " AND x.id IN (SELECT t.exchange FROM bucket b CROSS JOIN term t"
                + " WHERE t.bucket = b.id AND t.hash = :hash)");
        values.put("hash", hash);
    }

    /** Walks a member whose entries hold all that can be found, if the query or the scope names one. */
    private boolean walkParty(AuditScope scope) {
        String client = "e.client_member = " + NUMBER_OF.formatted("party");
        String provider = "e.provider_member = " + NUMBER_OF.formatted("party");
        Optional<String> both = query.value(AuditFilter.MEMBER);
        Optional<String> calling = query.value(AuditFilter.CLIENT).map(SearchSql::member);
        Optional<String> called = query.value(AuditFilter.PROVIDER)
                .or(() -> query.value(AuditFilter.SERVICE))
                .map(SearchSql::member);
        Optional<String> party = both.or(() -> calling).or(() -> called).or(scope::member);
        party.ifPresent(member -> values.put("party", member));
        if (party.isPresent() && (both.isPresent() || called.isEmpty() || calling.isPresent())) {
            walkEntries("entry_client", " AND " + client);
        }
        if (party.isPresent() && (both.isPresent() || calling.isEmpty())) {
            boolean merged = !walks.isEmpty();
            walkEntries("entry_provider", " AND " + provider + (merged ? " AND NOT " + client : ""));
        }
        return party.isPresent();
    }

    private void walkEntries(String index, String condition) {
        walks.add(FROM_ENTRY.formatted(" INDEXED BY " + index) + condition);
    }

    private static String member(String encoded) {
        String[] parts = encoded.split("/", -1);
        return String.join("/", List.of(parts).subList(0, 3));
    }

    private static boolean isMember(String encoded) {
        return encoded.split("/", -1).length == 3;
    }

    private void add(AuditFilter filter, String value) {
        switch (filter) {
            case FROM, BEFORE, ORDER -> {}
            case CLIENT ->
                add(
                        isMember(value)
                                ? "(r.client = :client OR " + within("r.client", "client") + ")"
                                : "r.client = :client",
                        "client",
                        value);
            case SERVICE -> add("r.service = :service", "service", value);
            case PROVIDER -> add(within("r.service", "provider"), "provider", value);
            case MEMBER -> add(PARTY_OF_ENTRY.formatted("member"), "member", value);
            case MESSAGE_ID -> add("x.query_id = :messageId", "messageId", value);
            case REQUEST_ID -> add("x.request_id = :requestId", "requestId", value);
            case ISSUE -> add("x.issue = :issue", "issue", value);
            case USER_ID -> add("x.user_id = :userId", "userId", value);
            case DIRECTION ->
                add(
                        "e.kind = :kind",
                        "kind",
                        RecordKind.valueOf(constant(value)).code());
            case SIDE -> add("r.side = :side", "side", SqlCodes.of(ExchangeSide.valueOf(constant(value))));
            case OUTCOME -> outcome(TerminalState.valueOf(constant(value)));
        }
    }

    /** The index of rare states is used only where the text itself says that the state is one of them. */
    private void outcome(TerminalState state) {
        add("e.state = :state", "state", state.code());
        if (state == TerminalState.OPEN) {
            conditions.add("e.state = 0");
        } else if (state != TerminalState.DELIVERED) {
            conditions.add("e.state > 1");
        }
    }

    private static String within(String column, String name) {
        return "substr(%1$s, 1, length(:%2$s) + 1) = :%2$s || '/'".formatted(column, name);
    }

    private void time(String comparison, String name, long millis) {
        add("e.time_ms " + comparison + " :" + name, name, millis);
    }

    private void add(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }

    private static String constant(String label) {
        return label.toUpperCase(Locale.ROOT);
    }
}
