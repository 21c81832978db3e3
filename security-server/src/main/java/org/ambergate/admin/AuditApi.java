package org.ambergate.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.ambergate.audit.AuditFilter;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditJson;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.ExchangeTrace;
import org.ambergate.audit.RefusedCursorException;
import org.ambergate.config.SettingsException;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.LoggedQuery;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.net.HttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auditors' searches over HTTP. Every answer is preceded by a record of the query in the message log; a query that cannot
 * be recorded is not answered (threat T-105).
 */
public final class AuditApi implements AutoCloseable {
    /** What all its paths begin with. */
    public static final String PREFIX = "/api/v1/audit/";

    /** Searches at once; more are refused. */
    static final int SEARCHES_MAX = 2;

    /** Longer than a search may take by itself; only a database that hangs gets there. */
    private static final long ANSWER_SECONDS_MAX = 30;

    private static final Logger LOG = LoggerFactory.getLogger(AuditApi.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RECORDS = PREFIX + "records";
    private static final String EXCHANGES = PREFIX + "exchanges/";
    private static final String BEARER = "Bearer ";

    private final Supplier<Optional<AuditIndex>> index;
    private final AuditorKeys keys;
    private final Predicate<LoggedQuery> journal;
    private final Clock clock;
    private final Semaphore searches = new Semaphore(SEARCHES_MAX);

    // A database call keeps its thread, and with virtual threads a processor of the exchanges, until it returns.
    private final ExecutorService threads = Executors.newFixedThreadPool(SEARCHES_MAX, task -> {
        Thread thread = new Thread(task, "audit-search");
        thread.setDaemon(true);
        return thread;
    });

    private record Answer(int status, String body) {
        static Answer error(int status, String text) {
            return new Answer(status, JSON.writeValueAsString(Map.of("error", text)));
        }
    }

    /**
     * @param index the index, once it is open
     * @param keys who is let in
     * @param journal logs a query; false if it could not
     */
    public AuditApi(
            Supplier<Optional<AuditIndex>> index, AuditorKeys keys, Predicate<LoggedQuery> journal, Clock clock) {
        this.index = index;
        this.keys = keys;
        this.journal = journal;
        this.clock = clock;
    }

    void respond(HttpRequest request, HttpReply reply) throws LocalFault {
        Answer answer = answer(request);
        HttpFields fields = HttpFields.of("Content-Type", "application/json").with("Cache-Control", "no-store");
        if (answer.status() == 401) {
            fields = fields.with("WWW-Authenticate", "Bearer");
        }
        reply.send(answer.status(), fields, (answer.body() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Answer answer(HttpRequest request) {
        if (!request.method().equals("GET")) {
            return Answer.error(405, "Only GET is answered here");
        }
        Optional<AuditorKeys.Auditor> auditor;
        try {
            auditor = authenticate(request);
        } catch (SettingsException e) {
            LOG.error("The auditors' keys cannot be used: {}", e.getMessage());
            return Answer.error(503, "The auditors' keys cannot be used now");
        }
        if (auditor.isEmpty()) {
            return Answer.error(401, "An auditor's key is needed");
        }
        if (!searches.tryAcquire()) {
            return Answer.error(503, "Other searches are going on; try again");
        }
        Future<Answer> search = threads.submit(() -> {
            try {
                return search(request.target(), auditor.get());
            } finally {
                searches.release();
            }
        });
        return await(search);
    }

    private static Answer await(Future<Answer> search) {
        try {
            return search.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            LOG.error("An auditor's search failed", e.getCause());
        } catch (TimeoutException e) {
            LOG.error("An auditor's search does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Answer.error(503, "The audit index cannot be searched now");
    }

    /** Takes no more searches; those under way end by themselves. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private Optional<AuditorKeys.Auditor> authenticate(HttpRequest request) throws SettingsException {
        List<String> values = request.fields().all("Authorization");
        if (values.size() != 1 || !values.get(0).startsWith(BEARER)) {
            return Optional.empty();
        }
        return keys.authenticate(values.get(0).substring(BEARER.length()));
    }

    private Answer search(String target, AuditorKeys.Auditor auditor) {
        Optional<AuditIndex> opened = index.get();
        if (opened.isEmpty()) {
            return Answer.error(503, "The audit index is not open yet");
        }
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String rawQuery = question < 0 ? "" : target.substring(question + 1);
        try {
            if (path.equals(RECORDS)) {
                return records(opened.get(), AuditParameters.parse(rawQuery), auditor);
            }
            if (path.startsWith(EXCHANGES) && question < 0) {
                return exchanges(opened.get(), AuditParameters.decode(path.substring(EXCHANGES.length())), auditor);
            }
            return Answer.error(404, "Try " + RECORDS + "?... or " + EXCHANGES + "ID");
        } catch (IllegalArgumentException | RefusedCursorException e) {
            return Answer.error(400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.error("An auditor's search failed", e);
            return Answer.error(503, "The audit index cannot be searched now");
        }
    }

    private Answer records(AuditIndex opened, AuditParameters parameters, AuditorKeys.Auditor auditor)
            throws IOException, RefusedCursorException {
        AuditPage page = opened.search(parameters.query(), auditor.scope(), parameters.cursor(), parameters.limit());
        String text = "records?" + parameters.query().canonical() + " scope=" + auditor.scope() + " limit="
                + parameters.limit() + (parameters.cursor().isPresent() ? " continued" : "");
        return recorded(auditor, text, page.records().size(), new Answer(200, AuditJson.print(page)));
    }

    private Answer exchanges(AuditIndex opened, String id, AuditorKeys.Auditor auditor) throws IOException {
        // As a filter, so that one place knows what an identifier may be.
        AuditQuery asked = AuditQuery.everything().with(AuditFilter.REQUEST_ID, id);
        List<ExchangeTrace> traces = opened.trace(id, auditor.scope());
        int count = traces.stream().mapToInt(trace -> trace.records().size()).sum();
        // One answer for what does not exist and for what others own: to tell them apart would be an answer, too.
        Answer answer = traces.isEmpty()
                ? Answer.error(404, "No exchange with this identifier can be seen with this key")
                : new Answer(200, AuditJson.print(traces));
        return recorded(auditor, "exchanges?" + asked.canonical() + " scope=" + auditor.scope(), count, answer);
    }

    private Answer recorded(AuditorKeys.Auditor auditor, String query, int records, Answer answer) {
        if (!journal.test(new LoggedQuery(clock.instant(), auditor.name(), query, records))) {
            return Answer.error(503, "The query cannot be recorded in the message log now, so it is not answered");
        }
        return answer;
    }
}
