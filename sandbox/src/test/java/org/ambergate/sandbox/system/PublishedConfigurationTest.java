package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.distribution.ConfigurationPublisher;
import org.ambergate.distribution.PublisherSettings;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ManagementService;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.publication.InstanceSettings;
import org.ambergate.publication.PublicationKey;
import org.ambergate.publication.PublicationKeys;
import org.ambergate.publication.SourceKeys;
import org.ambergate.testsupport.ManualClock;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.ambergate.trust.ConfigurationClient;
import org.ambergate.trust.ConfigurationClientSettings;
import org.ambergate.trust.HttpDownloads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A security server's own client, with its high-water mark, follows our publisher through everything it does. */
class PublishedConfigurationTest {
    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
    private static final MemberId MEMBER = new MemberId("TEST", "ORG", "1");
    private static final TestAuthority AUTHORITY = TestAuthority.create("Root");
    private static final PublicationKey FIRST = key(TestKeys.RSA_2048);
    private static final PublicationKey SECOND = key(TestKeys.EC_P256);

    private final ManualClock clock = new ManualClock(START);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ConfigurationPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private ConfigurationClient client;

    @BeforeEach
    void start() throws Exception {
        publisher = ConfigurationPublisher.start(settings(0), FIRST, describe("a"), clock);
        Path anchor = directory.resolve("anchor.xml");
        Files.write(anchor, publisher.internalAnchor().encode());
        client = new ConfigurationClient(
                anchor,
                directory.resolve("globalconf"),
                ConfigurationClientSettings.DEFAULT,
                new HttpDownloads(),
                clock);
        client.update();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        publisher.close();
    }

    @Test
    void theClientFollowsChangesRenewalsAndRestarts() throws Exception {
        assertThat(hasSubsystem("a")).isTrue();
        clock.advance(Duration.ofMinutes(1));
        publisher.publish(describe("b"));
        client.update();
        assertThat(hasSubsystem("b")).isTrue();
        clock.advance(Duration.ofMinutes(1));
        int port = publisher.port();
        publisher.close();
        publisher = ConfigurationPublisher.start(settings(port), PublicationKeys.of(FIRST), clock);
        client.update();
        publisher.refresh();
        client.update();

        assertThat(hasSubsystem("b")).isTrue();
        assertThat(client.current().expires()).isEqualTo(START.plusSeconds(720));
    }

    @Test
    void theClientFollowsARotationOfKeysByItsFirstAnchor() throws Exception {
        SourceKeys both = SourceKeys.of(FIRST).announcing(SECOND.certificate());
        publisher.useKeys(new PublicationKeys(both, both, List.of()));
        client.update();
        clock.advance(Duration.ofMinutes(2));
        publisher.refresh();
        client.update();
        SourceKeys rotated = both.signingWith(SECOND).without(FIRST.certificate());
        publisher.useKeys(new PublicationKeys(rotated, rotated, List.of()));
        clock.advance(Duration.ofMinutes(1));
        publisher.refresh();
        client.update();

        assertThat(client.current().expires()).isEqualTo(START.plusSeconds(780));
    }

    @Test
    void theClientStaysWithTheMarkWhenThePublishersClockGoesBack() throws Exception {
        clock.advance(Duration.ofMinutes(-5));
        publisher.publish(describe("b"));
        client.update();

        assertThat(hasSubsystem("b")).isTrue();
        assertThat(client.current().expires()).isEqualTo(START.plusSeconds(600));
    }

    private boolean hasSubsystem(String code) throws LocalFault {
        return client.current().isRegistered(ClientId.subsystem(MEMBER, code));
    }

    private PublisherSettings settings(int port) {
        return PublisherSettings.standard(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "127.0.0.1",
                directory.resolve("published"));
    }

    private static InstanceDescription describe(String subsystem) {
        ClientId id = ClientId.subsystem(MEMBER, subsystem);
        return new InstanceDescription(
                "TEST",
                List.of(),
                List.of(new ApprovedAuthority(
                        "Root",
                        false,
                        new ApprovedAuthority.Authority(AUTHORITY.certificate(), List.of()),
                        List.of(),
                        CertificateProfile.FI_VRK.className(),
                        Optional.empty(),
                        Optional.empty())),
                List.of(new TimestampAuthority(
                        "TSA", URI.create("http://tsa.example/"), AUTHORITY.certificate(), Optional.empty())),
                List.of(new Member(
                        MEMBER, "Organisations", "One", List.of(new Member.Subsystem(id, Optional.empty())))),
                List.of(),
                List.of(),
                InstanceSettings.standard(new ManagementService("https://127.0.0.1:4001", Optional.empty(), id)),
                List.of());
    }

    private static PublicationKey key(TestKeys kind) {
        TestCertificate own = TestAuthority.create("Configuration", kind).own();
        return new PublicationKey(own.privateKey(), own.certificate());
    }
}
