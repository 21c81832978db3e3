package org.ambergate.sandbox.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.testsupport.CertificateForm;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;

/** An information system that calls by HTTPS, with a certificate of any validity, or with none. */
final class InformationSystem {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Whoever issued a certificate: the server knows them one by one. */
    private static final TestAuthority ISSUER = TestAuthority.create("Information systems");

    private final Optional<TestCertificate> certificate;
    private final HttpClient client;

    private InformationSystem(Optional<TestCertificate> certificate) {
        this.certificate = certificate;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .sslContext(RecordingPeer.context(certificate.map(CraftedServers::identity)))
                .build();
    }

    static InformationSystem withoutCertificate() {
        return new InformationSystem(Optional.empty());
    }

    static InformationSystem of(String name, Instant from, Instant until) {
        CertificateForm form =
                CertificateForm.authentication(TestAuthority.name(name)).valid(from, until);
        return new InformationSystem(Optional.of(ISSUER.issue(form, TestKeys.EC_P256)));
    }

    X509Certificate certificate() {
        return certificate.orElseThrow().certificate();
    }

    /** Calls the sandbox's service for a client. */
    HttpResponse<String> get(InetSocketAddress port, String xroadClient) throws IOException, InterruptedException {
        return send(to(port, SandboxIds.servicePath()).header("X-Road-Client", xroadClient));
    }

    /** Asks for something that is no message. */
    HttpResponse<String> ask(InetSocketAddress port, String target) throws IOException, InterruptedException {
        return send(to(port, target));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(InetSocketAddress port, String target) {
        return HttpRequest.newBuilder(
                URI.create("https://" + port.getAddress().getHostAddress() + ":" + port.getPort() + target));
    }
}
