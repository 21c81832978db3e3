package org.ambergate.sandbox.trustservices;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;

/**
 * A time-stamping authority over HTTP (RFC 3161, section 3.4). It takes SHA-256, SHA-384 and SHA-512 imprints and puts its
 * certificate into the token only if the request asks for it.
 */
public final class TimestampAuthorityServer implements AutoCloseable {
    private final DerHttpServer server;
    private final X509Certificate certificate;

    private TimestampAuthorityServer(DerHttpServer server, X509Certificate certificate) {
        this.server = server;
        this.certificate = certificate;
    }

    /**
     * Starts answering.
     *
     * @param bindTo address to listen on; port 0 takes a free one
     * @param key key and certificate, as {@link TestCertificationAuthority#timestampAuthority} issues them
     * @throws IOException if the address cannot be had
     */
    public static TimestampAuthorityServer start(InetSocketAddress bindTo, IssuedKey key, Clock clock)
            throws IOException {
        TimestampAnswers answers = new TimestampAnswers(key, clock);
        DerHttpServer.MediaTypes mediaTypes =
                new DerHttpServer.MediaTypes("application/timestamp-query", "application/timestamp-reply");
        return new TimestampAuthorityServer(
                DerHttpServer.start(bindTo, mediaTypes, answers::answer), key.certificate());
    }

    public int port() {
        return server.address().getPort();
    }

    /** The address to list in global configuration. */
    public URI url() {
        return URI.create("http://" + server.address().getAddress().getHostAddress() + ":" + port() + "/");
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Stops answering: every request gets status 503 until {@link #comeBack()}. */
    public void goDown() {
        server.down(true);
    }

    /** Ends {@link #goDown()}. */
    public void comeBack() {
        server.down(false);
    }

    @Override
    public void close() {
        server.close();
    }
}
