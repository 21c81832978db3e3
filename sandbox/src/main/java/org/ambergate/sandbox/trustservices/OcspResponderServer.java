package org.ambergate.sandbox.trustservices;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

/**
 * An OCSP responder over HTTP for one authority or several (RFC 6960, appendix A.1; POST only). A response is signed by a
 * responder certificate of the authority that issued the certificate asked for, repeats the CertID as it came, and says
 * thisUpdate now and nextUpdate a day later. Certificates that the authority did not issue are unknown.
 */
public final class OcspResponderServer implements AutoCloseable {
    private final DerHttpServer server;
    private final OcspAnswers answers;

    private OcspResponderServer(DerHttpServer server, OcspAnswers answers) {
        this.server = server;
        this.answers = answers;
    }

    /**
     * Starts answering.
     *
     * @param bindTo address to listen on; port 0 takes a free one
     * @throws IOException if the address cannot be had
     */
    public static OcspResponderServer start(
            InetSocketAddress bindTo, List<TestCertificationAuthority> authorities, Clock clock) throws IOException {
        OcspAnswers answers = new OcspAnswers(authorities, clock);
        DerHttpServer.MediaTypes mediaTypes =
                new DerHttpServer.MediaTypes("application/ocsp-request", "application/ocsp-response");
        return new OcspResponderServer(DerHttpServer.start(bindTo, mediaTypes, answers::answer), answers);
    }

    public int port() {
        return server.address().getPort();
    }

    /** The address to list in global configuration. */
    public URI url() {
        return URI.create("http://" + server.address().getAddress().getHostAddress() + ":" + port() + "/");
    }

    /** The responder certificates, one for each authority in the order given at the start. */
    public List<X509Certificate> certificates() {
        return answers.responderCertificates();
    }

    /** The DER response for a certificate, as a request over HTTP would get it. */
    public byte[] responseFor(X509Certificate subject, X509Certificate issuer) {
        return answers.responseFor(subject, issuer);
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
