package org.ambergate.downloads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.ambergate.audit.AuditIndex;
import org.ambergate.auditindex.SqliteIndexes;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.exchange.AuthenticatedClient;
import org.ambergate.exchange.ClientAuthenticator;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.globalconf.InstanceConfiguration;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.journal.LocalLogStorage;
import org.ambergate.journal.LogMeters;
import org.ambergate.journal.LogReader;
import org.ambergate.journal.LogReceipt;
import org.ambergate.journal.LogSettings;
import org.ambergate.journal.LogSurroundings;
import org.ambergate.journal.MessageLog;
import org.ambergate.journal.UnstampedRecords;
import org.ambergate.messagelog.BodyContent;
import org.ambergate.messagelog.ExchangeSide;
import org.ambergate.messagelog.LogEntry;
import org.ambergate.messagelog.LoggedBody;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.UnstampedRun;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.ExchangeThreads;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpServer;
import org.ambergate.net.HttpServerSettings;
import org.ambergate.net.Peer;
import org.ambergate.serverconf.ConnectionType;
import org.ambergate.serverconf.LocalClient;
import org.ambergate.serverconf.ServerConfiguration;
import org.ambergate.signature.SignatureParts;
import org.ambergate.testsupport.RecordedTrust;
import org.ambergate.trust.PublishedParameters;

/** Downloads over a socket, from a real message log with a real index. Its time-stamps are nobody's. */
final class DownloadRig implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    static final byte[] TOKEN = "no token at all".getBytes(StandardCharsets.UTF_8);
    static final byte[] SHARED = RecordedTrust.bytes("globalconf/PEER/shared-params.xml");

    private static final SecurityServerId SERVER = SecurityServerId.parse("PEER/ORG/3333/ss3");
    private static final String OTHER_CLIENT = "PEER/ORG/1111/CLIENT";
    private static final String OTHER_SERVICE = "PEER/ORG/2222/SERVICE/get";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final Duration longest;
    private final MessageLog log;
    private final UnstampedRecords unstamped;
    private final AuditIndex index;
    private final InetSocketAddress address;
    private final Map<String, byte[]> published = new HashMap<>();
    private boolean indexOpen = true;
    private boolean expired;
    private boolean authorityWorks = true;
    private int rounds;
    private Duration lastWait = Duration.ZERO;
    private Runnable afterProgress = () -> {};

    DownloadRig(Path directory) throws Exception {
        this(directory, Duration.ofSeconds(60));
    }

    /** @param longest for one download */
    DownloadRig(Path directory, Duration longest) throws Exception {
        this.directory = directory;
        this.longest = longest;
        this.log = keep(MessageLog.open(
                LocalLogStorage.open(directory.resolve("log")),
                LogSettings.standard(),
                new LogSurroundings(clock, new SecureRandom(), LogMeters.none())));
        this.unstamped = log.unstamped();
        this.index = keep(new SqliteIndexes().open(directory.resolve("index").toString()));
        published.put("PEER", SHARED);
        EdgeThreads edge = keep(EdgeThreads.start(1));
        ExecutorService exchanges = ExchangeThreads.create("test", 16);
        keep(exchanges::shutdownNow);
        HttpServer server = keep(HttpServer.start(HttpServerSettings.onLoopback(), keep(listener()), exchanges, edge));
        this.address = server.address();
    }

    private DownloadListener listener() {
        Duration idle = Duration.ofSeconds(20);
        return new DownloadListener(
                (request, reply) -> {
                    try {
                        reply.send(418, HttpFields.empty(), new byte[0]);
                    } catch (LocalFault e) {
                        reply.abort();
                    }
                },
                () -> ServerSnapshot.of(global(), clients()),
                new ClientAuthenticator(SERVER, clock),
                new SignedDocuments(
                        log,
                        new DocumentSearch(
                                () -> indexOpen ? Optional.of(new WatchedIndex(index, this::told)) : Optional.empty()),
                        wait -> {
                            rounds++;
                            lastWait = wait;
                            stampIfThereIsAnAuthority();
                        },
                        clock,
                        idle),
                new VerificationConfiguration(configuration(), clock, idle),
                longest);
    }

    private void told() {
        Runnable once = afterProgress;
        afterProgress = () -> {};
        once.run();
    }

    /** The exchange of a client of this server, or of others through it. */
    static LoggedExchange sentBy(String client, String queryId) {
        return new LoggedExchange(
                ExchangeSide.CONSUMER, queryId, UUID.randomUUID().toString(), client, OTHER_SERVICE);
    }

    static LoggedExchange servedBy(String provider, String queryId) {
        return new LoggedExchange(
                ExchangeSide.PROVIDER, queryId, UUID.randomUUID().toString(), OTHER_CLIENT, provider + "/get");
    }

    /** Logs a request without a body and a response with one; the sequence number of the request. */
    long exchange(LoggedExchange exchange, byte[] body) throws LocalFault {
        long sequence = message(exchange, MessageDirection.REQUEST, new byte[0]);
        long unused = message(exchange, MessageDirection.RESPONSE, body);
        return sequence;
    }

    long message(LoggedExchange exchange, MessageDirection direction, byte[] body) throws LocalFault {
        LoggedBody logged =
                body.length == 0 ? LoggedBody.absent() : LoggedBody.kept(body.length, DigestAlgorithm.SHA512.of(body));
        LogReceipt receipt = log.append(new LogEntry(
                new LoggedMessage(
                        exchange,
                        direction,
                        NOW,
                        head(exchange, direction),
                        new SignatureParts("<signature/>".getBytes(StandardCharsets.UTF_8), Optional.empty()),
                        logged),
                BodyContent.of(ByteBuffer.wrap(body))));
        return receipt.sequenceNumber();
    }

    static byte[] head(LoggedExchange exchange, MessageDirection direction) {
        return (direction + " of " + exchange.queryId() + " " + exchange.clientId()).getBytes(StandardCharsets.UTF_8);
    }

    /** Everything so far comes under a time-stamp. */
    void stamp() throws IOException, LocalFault {
        Optional<UnstampedRun> run = unstamped.next(1_000);
        if (run.isPresent()) {
            UnstampedRun r = run.get();
            LogReceipt unused = log.append(
                    new LoggedTimestamp(r.from(), r.upTo(), r.checkpoint(), NOW, r.messages(), TOKEN, r.result()));
            unstamped.stamped(r);
        }
    }

    /** The index knows everything so far. */
    void index() throws IOException {
        try (LogReader reader = log.reader()) {
            AuditIndex.Progress unused =
                    index.catchUp(new AuditIndex.Source(reader, log::durableRecords), position -> {});
        }
    }

    /** As stamp and index. */
    void settle() throws IOException, LocalFault {
        stamp();
        index();
    }

    AuditIndex auditIndex() {
        return index;
    }

    MessageLog log() {
        return log;
    }

    Path logDirectory() {
        return directory.resolve("log");
    }

    Map<String, byte[]> published() {
        return published;
    }

    /** A client as one that has connected without TLS. */
    AuthenticatedClient client(String id) throws LocalFault {
        return new ClientAuthenticator(SERVER, clock)
                .authenticate(
                        ClientId.parse(id),
                        new Peer(address, false, List.of(), ""),
                        ServerSnapshot.of(global(), clients()));
    }

    void closeIndex() {
        indexOpen = false;
    }

    void expire() {
        expired = true;
    }

    void stopAuthority() {
        authorityWorks = false;
    }

    int rounds() {
        return rounds;
    }

    /** How long the last request was ready to wait for a time-stamp. */
    Duration lastWait() {
        return lastWait;
    }

    /** Something happens once, right after the next download was told how far the index is. */
    void afterProgress(Runnable happening) {
        afterProgress = happening;
    }

    void emptyIndex() {
        try {
            index.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    HttpResponse<byte[]> get(String target) throws IOException, InterruptedException {
        return send("GET", target);
    }

    HttpResponse<byte[]> send(String method, String target) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + target))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new AssertionError("A part of the rig does not close", e);
            }
        }
    }

    private void stampIfThereIsAnAuthority() {
        try {
            if (authorityWorks) {
                stamp();
            }
        } catch (IOException | LocalFault e) {
            throw new IllegalStateException(e);
        }
    }

    private GlobalConfiguration global() throws LocalFault {
        if (expired) {
            throw new LocalFault(ConfigurationFault.GLOBAL_CONF_OUTDATED, "The global configuration expired");
        }
        return GlobalConfiguration.of(
                new GlobalConfiguration.OwnParameters(
                        PrivateParameters.parse(RecordedTrust.bytes("globalconf/PEER/private-params.xml")),
                        Instant.MAX,
                        OptionalParts.DEFAULT),
                List.of(InstanceConfiguration.of(SharedParameters.parse(SHARED, 6), Instant.MAX)));
    }

    private Downloads.Configuration configuration() {
        return new Downloads.Configuration() {
            @Override
            public GlobalConfiguration current() throws LocalFault {
                return global();
            }

            @Override
            public PublishedParameters published(String instance) throws LocalFault {
                byte[] xml = published.getOrDefault(instance, new byte[0]);
                if (xml.length == 0) {
                    throw new LocalFault(GeneralFault.IO_ERROR, "It cannot be given out now");
                }
                return new PublishedParameters(instance, 6, xml);
            }
        };
    }

    private static ServerConfiguration clients() {
        return new ServerConfiguration(List.of(
                local("PEER/ORG/3333/CLIENT3", ConnectionType.HTTP),
                local("PEER/ORG/3333", ConnectionType.HTTP),
                local("PEER/ORG/3333/SERVICE3", ConnectionType.HTTP),
                local("PEER/ORG/3333/UNREGISTERED", ConnectionType.HTTP),
                local("PEER/ORG/1111/CLIENT", ConnectionType.HTTP)));
    }

    private static LocalClient local(String id, ConnectionType connection) {
        return new LocalClient(ClientId.parse(id), connection, Set.of(), Map.of(), Map.of());
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }
}
