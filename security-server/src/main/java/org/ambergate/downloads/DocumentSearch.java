package org.ambergate.downloads;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.AuditScope;
import org.ambergate.audit.RecordKind;
import org.ambergate.audit.RefusedCursorException;
import org.ambergate.evidence.MessageFilter;
import org.ambergate.exchange.AuthenticatedClient;
import org.ambergate.identifier.ClientId;
import org.ambergate.messagelog.DamagedLogException;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.LogFollower;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.net.Deadline;

/**
 * Finds a client's own messages: in the audit index, and in the log behind what the index knows. So what is not found is
 * not there, however far the index lags behind.
 */
final class DocumentSearch {
    /** Messages of one download, at most. */
    static final int MESSAGES_MAX = 1_000;

    /** Records behind the index that are read through; some tens of megabytes. */
    static final long RECORDS_BEHIND_MAX = 20_000;

    private static final AuditIndex.Progress UNKNOWN = new AuditIndex.Progress(Optional.empty(), Optional.empty());

    private final Supplier<Optional<AuditIndex>> index;

    /** @param index the index, once it is open */
    DocumentSearch(Supplier<Optional<AuditIndex>> index) {
        this.index = index;
    }

    /** One search. */
    private record Search(
            DocumentRequest request, Predicate<LoggedExchange> own, SortedSet<Long> found, Deadline deadline) {
        void take(long sequence, LoggedExchange exchange, MessageDirection direction) throws RefusedDownloadException {
            if (request.takes(direction) && own.test(exchange)) {
                found.add(sequence);
            }
            if (found.size() > MESSAGES_MAX) {
                throw new RefusedDownloadException(
                        500, "More than " + MESSAGES_MAX + " signed documents have this query id");
            }
        }
    }

    /**
     * The sequence numbers of the messages that are meant.
     *
     * @param durable number of the log's records that are known to be durable
     * @throws RefusedDownloadException if there are too many, or it cannot be said which there are
     * @throws LateDownloadException if the deadline passes
     * @throws IOException if log or index cannot be read
     */
    SortedSet<Long> find(
            AuthenticatedClient client, DocumentRequest request, LogLookup log, long durable, Deadline deadline)
            throws IOException, RefusedDownloadException {
        // A server that has just started has no index yet, and in most cases a log that can be read through.
        Optional<AuditIndex> opened = index.get();
        // Before the search, so that whatever is indexed meanwhile is found at least once.
        AuditIndex.Progress progress = opened.isPresent() ? opened.get().progress() : UNKNOWN;
        if (durable - progress.records() > RECORDS_BEHIND_MAX) {
            throw indexIsBeingBuilt();
        }
        Search search =
                new Search(request, MessageFilter.exchanges(request.queryId(), client.id()), new TreeSet<>(), deadline);
        if (opened.isPresent()) {
            for (AuditQuery query : queries(request.queryId(), client.id())) {
                searchIndex(opened.get(), query, AuditScope.of(client.id().member()), search);
            }
            if (opened.get().progress().records() < progress.records()) {
                // Emptied meanwhile, so what it found may be less than what it knew.
                throw indexIsBeingBuilt();
            }
        }
        Optional<LogFollower> behind = progress.position().isPresent()
                ? Optional.of(log.followBehind(progress.position().get()))
                : log.follow();
        if (behind.isPresent()) {
            searchLog(behind.get(), durable, search);
        }
        return search.found();
    }

    private static RefusedDownloadException indexIsBeingBuilt() {
        return new RefusedDownloadException(503, "The audit index is being built; try again later");
    }

    /** One for each side of an exchange; the client stands elsewhere on each. */
    private static Iterable<AuditQuery> queries(String queryId, ClientId client) {
        AuditQuery named =
                AuditQuery.everything().with(AuditFilter.MESSAGE_ID, queryId).with(AuditFilter.ORDER, "oldest");
        return List.of(
                named.with(AuditFilter.SIDE, "consumer").with(AuditFilter.CLIENT, client.encoded()),
                named.with(AuditFilter.SIDE, "provider").with(AuditFilter.PROVIDER, client.encoded()));
    }

    private static void searchIndex(AuditIndex index, AuditQuery query, AuditScope scope, Search search)
            throws IOException, RefusedDownloadException {
        try {
            Optional<String> cursor = Optional.empty();
            do {
                LateDownloadException.check(search.deadline());
                AuditPage page = index.search(query, scope, cursor, AuditQuery.PAGE_RECORDS_MAX);
                for (AuditRecord record : page.records()) {
                    Optional<MessageDirection> direction = direction(record.kind());
                    if (direction.isPresent()) {
                        search.take(record.sequence(), record.exchange(), direction.get());
                    }
                }
                cursor = page.next();
            } while (cursor.isPresent());
        } catch (RefusedCursorException another) {
            // Another index has taken its place.
            throw indexIsBeingBuilt();
        }
    }

    private static void searchLog(LogFollower log, long durable, Search search)
            throws IOException, RefusedDownloadException {
        Optional<LogFollower.Group> group = log.next(durable);
        while (group.isPresent()) {
            LateDownloadException.check(search.deadline());
            for (LogFollower.Entry entry : group.get().entries()) {
                if (entry.record() instanceof LogRecord.Message m) {
                    search.take(
                            entry.place().sequence(),
                            m.message().exchange(),
                            m.message().direction());
                }
            }
            group = log.next(durable);
        }
        Optional<Finding> damage = log.damage(durable);
        if (damage.isPresent()) {
            throw new DamagedLogException(damage.get());
        }
    }

    private static Optional<MessageDirection> direction(RecordKind kind) {
        return switch (kind) {
            case REQUEST -> Optional.of(MessageDirection.REQUEST);
            case RESPONSE -> Optional.of(MessageDirection.RESPONSE);
            case OUTCOME -> Optional.empty();
        };
    }
}
