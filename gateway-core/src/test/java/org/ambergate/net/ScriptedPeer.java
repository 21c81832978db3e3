package org.ambergate.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that plays what a test tells it, for better or worse. */
final class ScriptedPeer implements AutoCloseable {
    /** Plays one connection. */
    interface Script {
        void play(RawClient connection, int number) throws IOException;
    }

    private final ServerSocket listening;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    ScriptedPeer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    ScriptedPeer(ServerSocket listening, Script script) {
        this.listening = listening;
        start(() -> {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                int number = accepted.incrementAndGet();
                start(() -> {
                    try (RawClient connection = new RawClient(socket)) {
                        script.play(connection, number);
                    }
                });
            }
        });
    }

    /** Answers each request of each connection with the same bytes and leaves the connection open. */
    static ScriptedPeer answering(String response) throws IOException {
        return new ScriptedPeer((connection, number) -> {
            while (true) {
                readRequest(connection);
                connection.send(response);
            }
        });
    }

    /** Answers one request with the bytes and closes. */
    static ScriptedPeer closingAfter(String response) throws IOException {
        return new ScriptedPeer((connection, number) -> {
            readRequest(connection);
            connection.send(response);
        });
    }

    /** Takes a request whose body, if any, is chunked. */
    static String readRequest(RawClient connection) throws IOException {
        String head = connection.readUntil("\r\n\r\n");
        return head.contains("chunked") ? head + connection.readUntil("0\r\n\r\n") : head;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ended) {
                // the test is over or the other side went away
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    int accepted() {
        return accepted.get();
    }

    /** Cuts all connections, with a reset if so wanted. */
    void cut(boolean reset) throws IOException {
        for (Socket socket : sockets) {
            if (reset && !socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut(false);
    }
}
