package org.ambergate.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.globalconf.InstanceConfiguration;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.serverconf.ServerConfiguration;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.Test;

/** What a snapshot keeps of the one before it. */
class ServerSnapshotTest {
    private static final ServerConfiguration NOBODY = new ServerConfiguration(List.of());

    @Test
    void verifiersAreKeptWhileTheTrustIsTheSame() throws LocalFault {
        GlobalConfiguration first = GlobalConfiguration.of(own(), shared(""));
        GlobalConfiguration renewed = GlobalConfiguration.following(first, own(), shared(""));
        ServerSnapshot snapshot = ServerSnapshot.of(first, NOBODY);

        ServerSnapshot next = snapshot.with(renewed, new ServerConfiguration(List.of()));

        assertThat(next.global()).isSameAs(renewed);
        assertThat(next.configuration()).isNotSameAs(NOBODY);
        assertThat(next.verifier()).isSameAs(snapshot.verifier());
        assertThat(next.paths()).isSameAs(snapshot.paths());
    }

    @Test
    void verifiersAreNewWhenAnAuthorityIsGone() throws LocalFault {
        GlobalConfiguration first = GlobalConfiguration.of(own(), shared(""));
        GlobalConfiguration renewed =
                GlobalConfiguration.following(first, own(), shared("(?s)<approvedCA>.*</approvedCA>"));
        ServerSnapshot snapshot = ServerSnapshot.of(first, NOBODY);

        ServerSnapshot next = snapshot.with(renewed, NOBODY);

        assertThat(next.verifier()).isNotSameAs(snapshot.verifier());
        assertThat(next.paths()).isNotSameAs(snapshot.paths());
    }

    private static GlobalConfiguration.OwnParameters own() throws LocalFault {
        return new GlobalConfiguration.OwnParameters(
                PrivateParameters.parse(RecordedTrust.bytes("globalconf/PEER/private-params.xml")),
                Instant.MAX,
                OptionalParts.DEFAULT);
    }

    private static List<InstanceConfiguration> shared(String without) throws LocalFault {
        String xml = new String(RecordedTrust.bytes("globalconf/PEER/shared-params.xml"), StandardCharsets.UTF_8);
        byte[] left = xml.replaceAll(without, "").getBytes(StandardCharsets.UTF_8);
        return List.of(InstanceConfiguration.of(SharedParameters.parse(left, 6), Instant.MAX));
    }
}
