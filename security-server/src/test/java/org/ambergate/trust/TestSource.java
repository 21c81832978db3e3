package org.ambergate.trust;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.net.Deadline;
import org.ambergate.testsupport.DirectoryForm;
import org.ambergate.testsupport.TestCertificate;

/** A source of configuration on the loopback interface, whose every answer a test may choose. */
final class TestSource implements AutoCloseable {
    private final HttpServer server;
    private final TestCertificate signer;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    TestSource(TestCertificate signer) throws IOException {
        this.signer = signer;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String target = exchange.getRequestURI().toString();
                requests.add(target);
                byte[] body = files.getOrDefault(target, new byte[0]);
                int status = statuses.getOrDefault(target, files.containsKey(target) ? 200 : 404);
                if (status >= 300 && status < 400) {
                    exchange.getResponseHeaders()
                            .set("Location", new String(body, java.nio.charset.StandardCharsets.UTF_8));
                }
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    void serve(String target, byte[] body) {
        files.put(target, body);
    }

    void answer(String target, int status) {
        statuses.put(target, status);
    }

    void forget(String target) {
        files.remove(target);
    }

    /** Serves an internal directory of version 6 with private and shared parameters. */
    void serveInternal(String instance, String expires, byte[] privateParameters, byte[] shared) {
        serve("/p", privateParameters);
        serve("/s", shared);
        serve(
                "/internalconf?version=6",
                DirectoryForm.expiring(expires)
                        .with(DirectoryForm.part("PRIVATE-PARAMETERS", instance, "/p", privateParameters))
                        .with(DirectoryForm.part("SHARED-PARAMETERS", instance, "/s", shared))
                        .sign(signer));
    }

    /** Serves an external directory of version 6. */
    void serveExternal(String instance, String expires, byte[] shared) {
        serve("/e", shared);
        serve(
                "/externalconf?version=6",
                DirectoryForm.expiring(expires)
                        .with(DirectoryForm.part("SHARED-PARAMETERS", instance, "/e", shared))
                        .sign(signer));
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    ConfigurationAnchor anchor(String instance, String path) {
        return ConfigurationAnchor.of(
                instance,
                Instant.EPOCH,
                List.of(new ConfigurationAnchor.Source(url(path), List.of(signer.certificate()))));
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    void forgetRequests() {
        requests.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /**
     * Real downloads, except that https fails at once: the platform's test server would keep a TLS handshake waiting. The
     * attempts are recorded.
     */
    static final class HttpOnly implements ConfigurationDownloads {
        private final HttpDownloads real = new HttpDownloads();
        private final List<URI> refused = new CopyOnWriteArrayList<>();

        List<URI> refused() {
            return List.copyOf(refused);
        }

        @Override
        public Answer get(URI url, int bytesMax, Deadline deadline) throws LocalFault, InterruptedException {
            if ("https".equals(url.getScheme())) {
                refused.add(url);
                throw new LocalFault(org.ambergate.fault.GeneralFault.NETWORK_ERROR, "No TLS here");
            }
            return real.get(url, bytesMax, deadline);
        }
    }
}
