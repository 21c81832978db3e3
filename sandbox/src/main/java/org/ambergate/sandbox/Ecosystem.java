package org.ambergate.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.ambergate.distribution.ConfigurationPublisher;
import org.ambergate.distribution.PublisherSettings;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ApprovedAuthority.Authority;
import org.ambergate.globalconf.GlobalGroup;
import org.ambergate.globalconf.ManagementService;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.OcspResponder;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.publication.InstanceSettings;
import org.ambergate.publication.PublicationKey;
import org.ambergate.publication.PublishedServer;
import org.ambergate.sandbox.trustservices.IssuedKey;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.signing.TokenException;

/**
 * All around the two security servers: trust services, publisher of signed global configuration, and the directory of
 * each server with its settings, keys and certificates. The servers are started from these directories, in this process
 * or as processes of their own.
 */
public final class Ecosystem implements AutoCloseable {
    private static final String PUBLISHER_HOST = "127.0.0.1";

    private final TrustServices trust;
    private final ConfigurationPublisher publisher;
    private final SandboxPorts ports;
    private final ServerHome consumer;
    private final ServerHome provider;
    // guarded by this
    private InstanceDescription description;

    /**
     * How an ecosystem is set up.
     *
     * @param directory where the servers' directories go
     * @param ports where they listen
     * @param keys the kind of their keys
     * @param service where the sample service listens
     * @param extraSettings lines added to both settings files
     */
    public record Plan(
            Path directory, SandboxPorts ports, KeyKind keys, InetSocketAddress service, String extraSettings) {}

    private Ecosystem(
            TrustServices trust,
            ConfigurationPublisher publisher,
            SandboxPorts ports,
            ServerHome consumer,
            ServerHome provider,
            InstanceDescription description) {
        this.trust = trust;
        this.publisher = publisher;
        this.ports = ports;
        this.consumer = consumer;
        this.provider = provider;
        this.description = description;
    }

    /** Starts trust services and publisher, and lays out both servers' directories. */
    public static Ecosystem start(Plan plan) throws IOException, TokenException, LocalFault {
        Clock clock = Clock.systemUTC();
        TrustServices trust = TrustServices.start(clock);
        try {
            ServerHome consumer = new ServerHome(
                    plan.directory().resolve("ss1"), SandboxIds.CONSUMER_SERVER, SandboxPorts.CONSUMER_ADDRESS);
            ServerHome provider = new ServerHome(
                    plan.directory().resolve("ss2"), SandboxIds.PROVIDER_SERVER, SandboxPorts.PROVIDER_ADDRESS);
            IssuedKey consumerAuthentication = authentication(trust, consumer, plan.keys());
            IssuedKey providerAuthentication = authentication(trust, provider, plan.keys());
            InstanceDescription description = describe(
                    trust,
                    List.of(
                            server(consumer, consumerAuthentication, SandboxIds.CONSUMER, SandboxIds.NEIGHBOUR),
                            server(provider, providerAuthentication, SandboxIds.PROVIDER)));
            ConfigurationPublisher publisher = ConfigurationPublisher.start(
                    PublisherSettings.standard(
                            TrustServices.loopback(), PUBLISHER_HOST, publications(plan.directory())),
                    publicationKey(trust),
                    description,
                    clock);
            byte[] anchor = publisher.internalAnchor().encode();
            ServerHome.Options options = new ServerHome.Options(plan.ports(), plan.extraSettings());
            consumer.write(options, anchor, consumerAuthentication, signing(trust, consumer, plan.keys()));
            provider.write(options, anchor, providerAuthentication, signing(trust, provider, plan.keys()));
            Files.writeString(consumer.services(), SandboxServices.consumer());
            Files.writeString(provider.services(), SandboxServices.provider(plan.service()));
            return new Ecosystem(trust, publisher, plan.ports(), consumer, provider, description);
        } catch (IOException | TokenException | LocalFault | RuntimeException e) {
            trust.close();
            throw e;
        }
    }

    public TrustServices trust() {
        return trust;
    }

    public ServerHome consumer() {
        return consumer;
    }

    public ServerHome provider() {
        return provider;
    }

    public SandboxPorts ports() {
        return ports;
    }

    /** Where the consumer's information system calls: scheme, address and port. */
    public String consumerUrl() {
        return "http://" + consumer.address() + ":" + ports.consumerHttp();
    }

    /** Publishes a changed description of the instance; the servers have it after their next download. */
    public synchronized void publish(UnaryOperator<InstanceDescription> change) throws LocalFault {
        InstanceDescription changed = change.apply(description);
        publisher.publish(changed);
        description = changed;
    }

    @Override
    public void close() {
        publisher.close();
        trust.close();
    }

    private static IssuedKey authentication(TrustServices trust, ServerHome home, KeyKind keys) {
        return trust.authority().authentication(TrustServices.PROFILE, home.server(), home.address(), keys);
    }

    private static IssuedKey signing(TrustServices trust, ServerHome home, KeyKind keys) {
        return trust.authority().signing(TrustServices.PROFILE, home.server().owner(), home.server(), keys);
    }

    /** A new one each time: the key is new each time too, and servers do not know it from former publications. */
    private static Path publications(Path directory) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(directory), "publication-");
    }

    private static PublicationKey publicationKey(TrustServices trust) {
        IssuedKey key = trust.authority()
                .signing(
                        TrustServices.PROFILE,
                        SandboxIds.CONSUMER_MEMBER,
                        SandboxIds.CONSUMER_SERVER,
                        KeyKind.RSA_2048);
        return new PublicationKey(key.privateKey(), key.certificate());
    }

    private static PublishedServer server(ServerHome home, IssuedKey authentication, ClientId... clients) {
        return new PublishedServer(
                home.server(),
                home.address(),
                List.of(authentication.certificate()),
                List.of(clients),
                Optional.empty());
    }

    private static InstanceDescription describe(TrustServices trust, List<PublishedServer> servers) {
        X509Certificate responder = trust.ocsp().certificates().get(0);
        ApprovedAuthority authority = new ApprovedAuthority(
                "Sandbox Root CA",
                false,
                new Authority(
                        trust.authority().certificate(),
                        List.of(new OcspResponder(
                                trust.ocsp().url().toString(), Optional.of(responder), Optional.empty()))),
                List.of(),
                TrustServices.PROFILE.className(),
                Optional.empty(),
                Optional.empty());
        return new InstanceDescription(
                SandboxIds.INSTANCE,
                List.of(new MemberClass("ORG", "Organisations")),
                List.of(authority),
                List.of(new TimestampAuthority(
                        "Sandbox TSA",
                        trust.timestamps().url(),
                        trust.timestamps().certificate(),
                        Optional.empty())),
                List.of(
                        member(
                                SandboxIds.CONSUMER_MEMBER,
                                "Consumer organisation",
                                SandboxIds.CONSUMER,
                                SandboxIds.NEIGHBOUR),
                        member(SandboxIds.PROVIDER_MEMBER, "Provider organisation", SandboxIds.PROVIDER)),
                servers,
                List.of(new GlobalGroup(SandboxIds.EVERYONE, "Everyone", List.of(SandboxIds.CONSUMER))),
                InstanceSettings.standard(
                        new ManagementService("https://127.0.0.1:4001", Optional.empty(), SandboxIds.PROVIDER)),
                List.of());
    }

    private static Member member(MemberId id, String name, ClientId... subsystems) {
        return new Member(
                id,
                "Organisations",
                name,
                Stream.of(subsystems)
                        .map(subsystem -> new Member.Subsystem(subsystem, Optional.empty()))
                        .toList());
    }
}
