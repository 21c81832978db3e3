package org.ambergate.sandbox.system;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.net.HostNames;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.sandbox.Ecosystem;
import org.ambergate.sandbox.LogFiles;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.SandboxPorts;
import org.ambergate.sandbox.ServerHome;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.securityserver.SecurityServer;

/** An ecosystem with both servers in this process and WireMock behind the provider. */
final class RunningPair implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Preparation NO_PREPARATION = (ecosystem, port) -> {};

    private final WireMockServer service;
    private final Ecosystem ecosystem;
    private final SecurityServer provider;
    private final SecurityServer consumer;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    private RunningPair(WireMockServer service, Ecosystem ecosystem, SecurityServer provider, SecurityServer consumer) {
        this.service = service;
        this.ecosystem = ecosystem;
        this.provider = provider;
        this.consumer = consumer;
    }

    /**
     * Starts everything; {@code services} replaces the provider's services file if it is not empty. In it,
     * {@code PORT} stands for the port of WireMock, and {@code OWN} for the provider's administration port.
     */
    static RunningPair start(Path directory, KeyKind keys, String services) throws Exception {
        return start(directory, keys, services, "");
    }

    /** The same with more lines for the settings of both servers. */
    static RunningPair start(Path directory, KeyKind keys, String services, String moreSettings) throws Exception {
        return start(
                directory, keys, services, moreSettings, UnaryOperator.identity(), NO_PREPARATION, HostNames.SYSTEM);
    }

    /** The same with others in the instance besides the two servers. */
    static RunningPair start(Path directory, KeyKind keys, String services, UnaryOperator<InstanceDescription> instance)
            throws Exception {
        return start(directory, keys, services, "", instance, NO_PREPARATION, HostNames.SYSTEM);
    }

    /** Changes files of the servers before they start; knows WireMock's port. */
    interface Preparation {
        void prepare(Ecosystem ecosystem, int port) throws IOException;
    }

    /** The same with changed files, and with the provider's way to look up the host names of services. */
    static RunningPair start(Path directory, KeyKind keys, Preparation preparation, HostNames names) throws Exception {
        return start(directory, keys, "", "", UnaryOperator.identity(), preparation, names);
    }

    private static RunningPair start(
            Path directory,
            KeyKind keys,
            String services,
            String moreSettings,
            UnaryOperator<InstanceDescription> instance,
            Preparation preparation,
            HostNames names)
            throws Exception {
        WireMockServer service = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        service.start();
        SandboxPorts ports = SandboxPorts.free();
        Ecosystem ecosystem = Ecosystem.start(new Ecosystem.Plan(
                directory,
                ports,
                keys,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()),
                moreSettings));
        ecosystem.publish(instance);
        if (!services.isEmpty()) {
            Files.writeString(
                    ecosystem.provider().services(),
                    services.replace("PORT", Integer.toString(service.port()))
                            .replace("OWN", ecosystem.provider().address() + ":" + ports.administration()));
        }
        preparation.prepare(ecosystem, service.port());
        return new RunningPair(
                service,
                ecosystem,
                startServer(ecosystem.provider(), names),
                startServer(ecosystem.consumer(), HostNames.SYSTEM));
    }

    WireMockServer service() {
        return service;
    }

    /** From now on the service answers everything with 200, and has heard nothing yet. */
    void resetService() {
        service.resetAll();
        service.stubFor(any(anyUrl()).willReturn(ok()));
    }

    InetSocketAddress consumerHttp() {
        return consumer.addresses().consumerHttp();
    }

    InetSocketAddress consumerHttps() {
        return consumer.addresses().consumerHttps();
    }

    SecurityServer providerServer() {
        return provider;
    }

    SecurityServer consumerServer() {
        return consumer;
    }

    /** Publishes a changed instance and has both servers download it. */
    void publish(UnaryOperator<InstanceDescription> change) throws LocalFault {
        ecosystem.publish(change);
        consumer.updateGlobalConfiguration();
        provider.updateGlobalConfiguration();
    }

    Ecosystem ecosystem() {
        return ecosystem;
    }

    /** A request of the sandbox's consumer to a path below the provider's service. */
    HttpRequest.Builder request(String pathBelowService) {
        return to(SandboxIds.servicePath() + pathBelowService).header("X-Road-Client", SandboxIds.CONSUMER.encoded());
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(ecosystem.consumerUrl() + path))
                .timeout(LIMIT);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The records that a server logged of one exchange; the whole log must be intact. */
    List<LogRecord.Message> logged(ServerHome home, String requestId) throws IOException {
        List<LogRecord.Message> messages = new ArrayList<>();
        AuditReport report = LogFiles.audit(home.messageLog(), (place, record) -> {
            if (record instanceof LogRecord.Message message
                    && message.message().exchange().requestId().equals(requestId)) {
                messages.add(message);
            }
        });
        if (!report.isIntact()) {
            throw new AssertionError("The log of " + home.server() + " is damaged: " + report.finding());
        }
        return messages;
    }

    @Override
    public void close() {
        consumer.close();
        provider.close();
        ecosystem.close();
        service.stop();
    }

    private static SecurityServer startServer(ServerHome home, HostNames names) throws Exception {
        return SecurityServer.start(SecurityServerSettings.read(home.settings()), names);
    }
}
