package org.ambergate.sandbox.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.ambergate.net.TlsIdentity;
import org.jspecify.annotations.Nullable;

/** The other end of TLS, played by the JDK: presents what it is given, trusts everybody, and counts what it hears. */
final class RecordingPeer implements AutoCloseable {
    private final SSLServerSocket listening;
    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();

    /** Listens; each connection is heard to its end, or to the end of an HTTP message, and then closed. */
    RecordingPeer(InetSocketAddress address, TlsIdentity identity, String protocol) throws IOException {
        listening = (SSLServerSocket) context(identity).getServerSocketFactory().createServerSocket();
        listening.setReuseAddress(true);
        listening.setEnabledProtocols(new String[] {protocol});
        listening.bind(address);
        Thread thread = new Thread(this::accept, "recording-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** How many bytes each connection brought after its handshake. */
    BlockingQueue<Integer> heard() {
        return heard;
    }

    /** A context of a client or server with this identity; sessions are resumed within it. */
    static SSLContext context(TlsIdentity identity) {
        return context(Optional.of(identity));
    }

    /** The same for a client that may have none. What it has it shows, valid or not. */
    static SSLContext context(Optional<TlsIdentity> identity) {
        try {
            char[] password = "test".toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12", "SUN");
            store.load(null, null);
            if (identity.isPresent()) {
                Certificate[] chain = identity.get().chain().toArray(new Certificate[0]);
                store.setKeyEntry("own", identity.get().key(), password, chain);
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {new TrustsEverybody()}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listening.accept()) {
                socket.setSoTimeout(20_000);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try {
                    socket.startHandshake();
                    record(socket.getInputStream(), bytes);
                } finally {
                    heard.add(bytes.size());
                }
            } catch (IOException e) {
                // the other side has gone, or this one was closed
            }
        }
    }

    private static void record(InputStream in, ByteArrayOutputStream bytes) throws IOException {
        int b = in.read();
        // an honest consumer waits for an answer; the end of its head is enough to know that it spoke
        while (b >= 0 && bytes.size() < 50) {
            bytes.write(b);
            b = in.read();
        }
    }

    private static final class TrustsEverybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
