package org.ambergate.distribution;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plain HTTP server for downloads: one request per connection, no bodies in, a bound on everything. What does not begin
 * like HTTP is hung up on at once: servers also try the https form of an http address, and would otherwise wait for the
 * handshake until their patience ends, because the platform's own server reads a TLS greeting as a request line without
 * end.
 */
final class DownloadServer implements AutoCloseable {
    /** Requests in use have 200 bytes. */
    static final int HEAD_BYTES_MAX = 8 * 1024;

    /** From accepting a connection to its last byte; the largest configurations take seconds. */
    private static final Duration CONNECTION_TIME_MAX = Duration.ofMinutes(1);

    /** Downloads are short; a few at a time keep thousands of servers served within their minute. */
    private static final int THREADS = 8;

    private static final int WAITING_MAX = 256;
    private static final Logger LOG = LoggerFactory.getLogger(DownloadServer.class);

    private final ServerSocket listener;
    private final Publication publication;
    private final ThreadPoolExecutor downloads;
    private final ScheduledExecutorService deadlines;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    private DownloadServer(ServerSocket listener, Publication publication) {
        this.listener = listener;
        this.publication = publication;
        this.downloads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING_MAX),
                threads("configuration-download"));
        this.deadlines = Executors.newSingleThreadScheduledExecutor(threads("configuration-deadline"));
        this.acceptor = threads("configuration-accept").newThread(this::accept);
    }

    static ServerSocket listen(InetSocketAddress address) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(address);
        return listener;
    }

    static DownloadServer start(ServerSocket listener, Publication publication) {
        DownloadServer server = new DownloadServer(listener, publication);
        server.acceptor.start();
        return server;
    }

    static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        closeQuietly(listener);
        downloads.shutdownNow();
        deadlines.shutdownNow();
        open.forEach(DownloadServer::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                begin(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("A connection could not be accepted", e);
                }
            }
        }
    }

    /** Its deadline closes a connection whatever its thread waits for. */
    private void begin(Socket connection) {
        open.add(connection);
        try {
            Future<?> deadline = deadlines.schedule(
                    () -> closeQuietly(connection), CONNECTION_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
            downloads.execute(() -> {
                serve(connection);
                deadline.cancel(false);
                open.remove(connection);
            });
        } catch (RejectedExecutionException e) {
            closeQuietly(connection);
            open.remove(connection);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            String head = readHead(connection.getInputStream());
            if (!head.isEmpty()) {
                respond(head, connection.getOutputStream());
            }
        } catch (IOException e) {
            LOG.debug("A download was broken off", e);
        } catch (RuntimeException e) {
            LOG.error("A download failed for an unforeseen reason", e);
        }
    }

    /** The request's head; empty if what comes is no such thing. */
    private static String readHead(InputStream in) throws IOException {
        byte[] head = new byte[HEAD_BYTES_MAX];
        int length = 0;
        while (length < HEAD_BYTES_MAX) {
            int count = in.read(head, length, HEAD_BYTES_MAX - length);
            if (count < 0 || head[0] < 'A' || head[0] > 'Z') {
                return "";
            }
            length += count;
            String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n")) {
                return text;
            }
        }
        return "";
    }

    private void respond(String head, OutputStream out) throws IOException {
        String[] words = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
        Publication.Answer answer = Publication.Answer.error("400 Bad Request");
        boolean body = true;
        if (words.length == 3 && words[2].startsWith("HTTP/1.")) {
            body = !words[0].equals("HEAD");
            boolean download = words[0].equals("GET") || words[0].equals("HEAD");
            answer = download ? publication.answer(words[1]) : Publication.Answer.error("405 Method Not Allowed");
        }
        String header = "HTTP/1.1 " + answer.status() + "\r\nConnection: close\r\nContent-Type: "
                + answer.contentType() + "\r\nCache-Control: " + answer.cacheControl() + "\r\nContent-Length: "
                + answer.body().length + "\r\n\r\n";
        out.write(header.getBytes(StandardCharsets.ISO_8859_1));
        if (body) {
            out.write(answer.body());
        }
        out.flush();
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("Closing failed", e);
        }
    }
}
