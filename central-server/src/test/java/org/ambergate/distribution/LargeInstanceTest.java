package org.ambergate.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.distribution.PublishedConfiguration.NewKeys;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.globalconf.InstanceConfiguration;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.publication.PublicationKeys;
import org.ambergate.publication.PublishedServer;
import org.ambergate.publication.SampleInstance;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 10,000 members, 30,000 subsystems and 1,000 servers. The aims are 10 s for all versions, 2 s for a server to load one,
 * and 5 microseconds for a lookup; the bounds here are what a busy machine still keeps.
 */
class LargeInstanceTest {
    private static final int MEMBERS = 10_000;
    private static final int SUBSYSTEMS_EACH = 3;
    private static final int SERVERS = 1_000;
    private static final int LOOKUPS = 200_000;
    private static final int BUSY = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aLargeInstanceIsPublishedLoadedAndLookedUpInTime() throws Exception {
        List<X509Certificate> certificates = new ArrayList<>();
        InstanceDescription description = describe(certificates);
        PublicationRules rules =
                new PublicationRules(Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofMinutes(10));
        try (PublishedConfiguration published = PublishedConfiguration.open(
                PublicationStore.open(directory, new LocalDisk()), rules, Clock.systemUTC())) {
            long begin = System.nanoTime();
            published.publish(description, PublicationKeys.of(SampleInstance.RSA), "cs.example", NewKeys.WAIT);
            Duration publishing = Duration.ofNanos(System.nanoTime() - begin);
            begin = System.nanoTime();
            published.renew(PublicationKeys.of(SampleInstance.RSA));
            Duration renewing = Duration.ofNanos(System.nanoTime() - begin);

            String stamp = published.current().orElseThrow().parts().stamp();
            byte[] shared = part(published, stamp, ConfigurationPart.SHARED_PARAMETERS);
            byte[] own = part(published, stamp, ConfigurationPart.PRIVATE_PARAMETERS);
            begin = System.nanoTime();
            GlobalConfiguration loaded = load(shared, own);
            Duration loading = Duration.ofNanos(System.nanoTime() - begin);

            double providers = lookUpClients(loaded, description.members());
            double servers = lookUpCertificates(loaded, certificates);
            System.out.printf(
                    "%,d bytes a version; published in %d ms, renewed in %d ms, loaded in %d ms; "
                            + "lookup of a client %.2f us, of a certificate %.2f us%n",
                    shared.length, publishing.toMillis(), renewing.toMillis(), loading.toMillis(), providers, servers);

            assertThat(publishing).isLessThan(Duration.ofSeconds(10 * BUSY));
            assertThat(loading).isLessThan(Duration.ofSeconds(2 * BUSY));
            assertThat(providers).isLessThan(5.0 * BUSY);
            assertThat(servers).isLessThan(5.0 * BUSY);
        }
    }

    private static byte[] part(PublishedConfiguration published, String stamp, ConfigurationPart kind)
            throws Exception {
        return Files.readAllBytes(
                published.part("/V6/" + stamp + "/" + kind.fileName()).orElseThrow());
    }

    private static GlobalConfiguration load(byte[] shared, byte[] own) throws LocalFault {
        Instant expires = Instant.MAX;
        return GlobalConfiguration.of(
                new GlobalConfiguration.OwnParameters(PrivateParameters.parse(own), expires, OptionalParts.DEFAULT),
                List.of(InstanceConfiguration.of(SharedParameters.parse(shared, 6), expires)));
    }

    /** Microseconds for one lookup. */
    private static double lookUpClients(GlobalConfiguration loaded, List<Member> members) {
        int found = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < LOOKUPS; i++) {
            ClientId client = members.get(i * 7 % MEMBERS).subsystems().get(1).id();
            found += loaded.providersOf(client).size();
        }
        long nanos = System.nanoTime() - begin;
        assertThat(found).isEqualTo(LOOKUPS);
        return nanos / 1000.0 / LOOKUPS;
    }

    /** Microseconds for one lookup, with the certificate's hash. */
    private static double lookUpCertificates(GlobalConfiguration loaded, List<X509Certificate> certificates) {
        int found = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < LOOKUPS; i++) {
            found += loaded.serverOf(certificates.get(i * 7 % SERVERS)).isPresent() ? 1 : 0;
        }
        long nanos = System.nanoTime() - begin;
        assertThat(found).isEqualTo(LOOKUPS);
        return nanos / 1000.0 / LOOKUPS;
    }

    private static InstanceDescription describe(List<X509Certificate> certificates) {
        InstanceDescription sample = SampleInstance.description();
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            MemberId id = new MemberId("TEST", "COM", Integer.toString(100_000 + i));
            List<Member.Subsystem> subsystems = new ArrayList<>();
            for (int s = 0; s < SUBSYSTEMS_EACH; s++) {
                subsystems.add(
                        new Member.Subsystem(ClientId.subsystem(id, "subsystem" + s), Optional.of("Subsystem " + s)));
            }
            members.add(new Member(id, "Companies", "Company " + i, subsystems));
        }
        return new InstanceDescription(
                "TEST",
                sample.memberClasses(),
                sample.authorities(),
                sample.timestampAuthorities(),
                members,
                servers(members, certificates),
                List.of(),
                sample.settings(),
                List.of());
    }

    private static List<PublishedServer> servers(List<Member> members, List<X509Certificate> certificates) {
        List<PublishedServer> servers = new ArrayList<>();
        int each = MEMBERS / SERVERS;
        for (int i = 0; i < SERVERS; i++) {
            List<Member> here = members.subList(i * each, (i + 1) * each);
            SecurityServerId id = new SecurityServerId(here.get(0).id(), "ss" + i);
            X509Certificate certificate = SampleInstance.AUTHORITY
                    .authentication(here.get(0).id(), id.serverCode(), TestKeys.EC_P256)
                    .certificate();
            certificates.add(certificate);
            List<ClientId> clients = here.stream()
                    .flatMap(member -> member.subsystems().stream())
                    .map(Member.Subsystem::id)
                    .toList();
            servers.add(
                    new PublishedServer(id, "ss" + i + ".example", List.of(certificate), clients, Optional.empty()));
        }
        return servers;
    }
}
