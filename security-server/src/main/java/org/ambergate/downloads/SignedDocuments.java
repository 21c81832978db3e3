package org.ambergate.downloads;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.zip.ZipOutputStream;
import org.ambergate.evidence.ContainerExport;
import org.ambergate.evidence.FoundMessage;
import org.ambergate.evidence.MessageFilter;
import org.ambergate.evidence.MessageFinder;
import org.ambergate.exchange.AuthenticatedClient;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.LogReader;
import org.ambergate.journal.MessageLog;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.messagelog.LoggedQuery;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;

/**
 * {@code GET /asic}: containers of messages that the client sent or received (services specification, section 1.6). Each
 * download leaves a record in the log; what cannot be recorded is not handed out (threat T-105). The table of statuses
 * stands in {@code docs/evidence.md}.
 */
final class SignedDocuments {
    /** Longest wait for a time-stamp that was asked for. */
    static final Duration FORCE_WAIT_MAX = Duration.ofSeconds(30);

    private final MessageLog log;
    private final DocumentSearch search;
    private final Downloads.Timestamps timestamps;
    private final Clock clock;
    private final Duration idle;

    /** @param idle longest wait for the client to take something */
    SignedDocuments(
            MessageLog log, DocumentSearch search, Downloads.Timestamps timestamps, Clock clock, Duration idle) {
        this.log = log;
        this.search = search;
        this.timestamps = timestamps;
        this.clock = clock;
        this.idle = idle;
    }

    /**
     * Answers a client.
     *
     * @return number of containers handed out
     * @throws RefusedDownloadException if there is nothing to hand out, and the reply has not begun
     * @throws IOException if log or index cannot be read, or the reply broke; it may have begun
     * @throws LocalFault if the reply cannot begin
     */
    int answer(AuthenticatedClient client, DocumentRequest request, HttpReply reply, Deadline deadline)
            throws RefusedDownloadException, IOException, LocalFault {
        try (LogReader reader = log.reader()) {
            LogLookup lookup = new LogLookup(reader, reader.firstSegment());
            List<FoundMessage> found = find(client, request, lookup, deadline);
            boolean stamped = isStamped(found);
            ContainerExport export = new ContainerExport(lookup);
            List<SignedDocument> documents = stamped ? examine(client, request, found, export, deadline) : List.of();
            record(client, request, documents.size());
            if (!stamped) {
                throw new RefusedDownloadException(
                        500,
                        request.forced()
                                ? "A signed document could not be time-stamped now"
                                : "A signed document is not time-stamped yet; try again later, or use force");
            }
            if (documents.isEmpty()) {
                throw new RefusedDownloadException(404, "No signed documents found");
            }
            send(documents, request, export, reply, deadline);
            return documents.size();
        }
    }

    private List<FoundMessage> find(
            AuthenticatedClient client, DocumentRequest request, LogLookup lookup, Deadline deadline)
            throws IOException, RefusedDownloadException {
        SortedSet<Long> sequences = search.find(client, request, lookup, log.durableRecords(), deadline);
        if (request.unique() && !sequences.isEmpty()) {
            sequences = sequences.headSet(sequences.first() + 1);
        }
        List<FoundMessage> found = withTimestamps(sequences, lookup, deadline);
        if (isStamped(found) || !request.forced()) {
            return found;
        }
        try {
            Duration left = Duration.ofNanos(deadline.remainingNanos());
            timestamps.stampNow(left.compareTo(FORCE_WAIT_MAX) < 0 ? left : FORCE_WAIT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The server stops", e);
        }
        return withTimestamps(sequences, lookup, deadline);
    }

    private List<FoundMessage> withTimestamps(SortedSet<Long> sequences, LogLookup lookup, Deadline deadline)
            throws IOException {
        return new MessageFinder(lookup, log.durableRecords(), reached -> LateDownloadException.check(deadline))
                .bySequence(sequences);
    }

    private static boolean isStamped(List<FoundMessage> found) {
        return found.stream().allMatch(message -> message.timestamp().isPresent());
    }

    private static List<SignedDocument> examine(
            AuthenticatedClient client,
            DocumentRequest request,
            List<FoundMessage> found,
            ContainerExport export,
            Deadline deadline)
            throws IOException {
        MessageFilter own = MessageFilter.of(request.queryId(), client.id());
        MessageFilter meant = message -> own.takes(message) && request.takes(message.direction());
        List<SignedDocument> documents = new ArrayList<>(found.size());
        for (FoundMessage message : found) {
            documents.add(SignedDocument.examine(export, message, meant, deadline));
        }
        return documents;
    }

    private void record(AuthenticatedClient client, DocumentRequest request, int documents)
            throws RefusedDownloadException {
        LoggedQuery query = new LoggedQuery(clock.instant(), client.id().encoded(), request.canonical(), documents);
        if (!log.appendQuery(query)) {
            throw new RefusedDownloadException(
                    500, "The download cannot be recorded in the message log now, so it is refused");
        }
    }

    private void send(
            List<SignedDocument> documents,
            DocumentRequest request,
            ContainerExport export,
            HttpReply reply,
            Deadline deadline)
            throws IOException, LocalFault {
        if (request.unique()) {
            SignedDocument document = documents.get(0);
            HttpFields fields =
                    fields("application/vnd.etsi.asic-e+zip", document.message().containerName());
            SinkStream out =
                    new SinkStream(reply.start(200, fields, OptionalLong.of(document.length())), deadline, idle);
            document.writeTo(export, out);
            out.finish();
            return;
        }
        HttpFields fields = fields("application/zip", request.zipName());
        SinkStream out = new SinkStream(reply.start(200, fields, OptionalLong.empty()), deadline, idle);
        zip(documents, export, out);
        out.finish();
    }

    private static void zip(List<SignedDocument> documents, ContainerExport export, SinkStream out) throws IOException {
        // Not closed: that would write an end behind what broke off.
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.US_ASCII);
        for (SignedDocument document : documents) {
            zip.putNextEntry(document.entry());
            document.writeTo(export, zip);
            // Compares length and checksum with those that were announced.
            zip.closeEntry();
        }
        zip.finish();
    }

    private static HttpFields fields(String type, String fileName) {
        return HttpFields.of("Content-Type", type)
                .with("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
                .with("Cache-Control", "no-store");
    }
}
