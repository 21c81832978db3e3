package org.ambergate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.identifier.ClientId;
import org.ambergate.testsupport.ManualClock;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real central server published, downloaded by this client, beside what the real client made of it. */
class RecordedDistributionTest {
    private static final Instant RECORDED_AT = Instant.parse("2026-11-23T06:00:00Z");
    private static final String REAL = "downloaded-by-real-confclient/";
    private static final List<String> FILES = List.of(
            "instance-identifier",
            "PEER/private-params.xml",
            "PEER/private-params.xml.metadata",
            "PEER/shared-params.xml",
            "PEER/shared-params.xml.metadata");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void theLocalCopyIsByteForByteThatOfTheRealClient() throws Exception {
        try (TestSource source =
                new TestSource(TestAuthority.create("unused", TestKeys.EC_P256).own())) {
            source.serve("/conf/internalconf?version=6", recorded("internalconf"));
            for (String file : List.of("private-params.xml", "shared-params.xml")) {
                String path = "V6/20261123060000000000000/" + file;
                source.serve("/conf/" + path, recorded(path));
            }
            ConfigurationAnchor anchor = ConfigurationAnchor.parse(recorded("configuration-anchor.xml"));
            URI url = source.url("/conf/internalconf");
            ConfigurationAnchor local = ConfigurationAnchor.of(
                    anchor.instance(),
                    RECORDED_AT,
                    List.of(new ConfigurationAnchor.Source(
                            url, anchor.sources().get(0).verificationCertificates())));
            Path anchorFile = Files.write(directory.resolve("anchor.xml"), local.encode());
            Path copy = directory.resolve("globalconf");
            // The recording is valid for twenty years, so that it can be read now.
            ConfigurationClientSettings settings =
                    ConfigurationClientSettings.DEFAULT.withValidityMax(Duration.ofDays(366L * 25));

            try (ConfigurationClient client = new ConfigurationClient(
                    anchorFile, copy, settings, new TestSource.HttpOnly(), new ManualClock(RECORDED_AT))) {
                client.update();
                GlobalConfiguration configuration = client.current();

                assertThat(configuration.instance()).isEqualTo("PEER");
                assertThat(configuration.providersOf(ClientId.subsystem("PEER", "ORG", "2222", "SERVICE")))
                        .hasSize(1);
            }
            for (String file : FILES) {
                assertThat(copy.resolve(file)).hasBinaryContent(recorded(REAL + file));
            }
        }
    }

    @Test
    void theLocalCopyOfTheRealClientIsLoaded() throws Exception {
        Path copy = directory.resolve("globalconf");
        Files.createDirectories(copy.resolve("PEER"));
        for (String file : FILES) {
            Files.write(copy.resolve(file), recorded(REAL + file));
        }
        Path anchorFile = Files.write(directory.resolve("anchor.xml"), recorded("configuration-anchor.xml"));

        try (ConfigurationClient client = new ConfigurationClient(
                anchorFile,
                copy,
                ConfigurationClientSettings.DEFAULT,
                new TestSource.HttpOnly(),
                new ManualClock(RECORDED_AT))) {
            assertThat(client.current().expires()).isEqualTo("2046-01-01T00:00:00Z");
        }
    }

    private static byte[] recorded(String path) throws IOException {
        try (InputStream in = RecordedDistributionTest.class.getResourceAsStream("/xroad-7.8/confdist/" + path)) {
            if (in == null) {
                throw new IOException("No recorded file " + path);
            }
            return in.readAllBytes();
        }
    }
}
