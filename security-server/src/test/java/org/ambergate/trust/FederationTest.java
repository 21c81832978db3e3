package org.ambergate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.identifier.ClientId;
import org.ambergate.testsupport.DirectoryForm;
import org.ambergate.testsupport.ManualClock;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that publish to each other. */
@SuppressWarnings("NullAway.Init")
class FederationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
    private static final String SOONER = "2026-11-23T06:05:00Z";
    private static final String EXPIRES = "2026-11-23T06:10:00Z";
    private static final String LATER = "2026-11-23T06:15:00Z";
    private static final TestCertificate SIGNER =
            TestAuthority.create("Signer", TestKeys.RSA_2048).own();
    private static final TestCertificate PARTNER_SIGNER =
            TestAuthority.create("Partner", TestKeys.RSA_2048).own();
    private static final byte[] SHARED = ParametersForm.shared("TEST", "one");
    private static final byte[] PARTNER = ParametersForm.shared("PARTNER", "p");
    private static final ClientId PARTNER_CLIENT = ClientId.subsystem("PARTNER", "GOV", "1", "p");

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(NOW);
    private final AlarmRecorder recorder = new AlarmRecorder();
    private TestSource source;
    private TestSource partner;
    private ConfigurationClient client;

    @BeforeEach
    void start() throws Exception {
        source = new TestSource(SIGNER);
        partner = new TestSource(PARTNER_SIGNER);
        Files.write(
                directory.resolve("anchor.xml"),
                source.anchor("TEST", "/internalconf").encode());
        serveOwn(EXPIRES, partner.anchor("PARTNER", "/externalconf"));
        partner.serveExternal("PARTNER", EXPIRES, PARTNER);
        open("partner");
    }

    @AfterEach
    void stop() {
        client.close();
        source.close();
        partner.close();
    }

    @Test
    void anAllowedInstanceIsFollowedAndKeptOverARestart() throws LocalFault {
        client.update();
        assertThat(knowsPartner()).isTrue();
        assertThat(client.current().trustBase().of("PARTNER")).isPresent();
        partner.close();
        open("partner");
        assertThat(knowsPartner()).isTrue();
    }

    @Test
    void anInstanceThatIsNotAllowedIsNeitherAskedNorKept() throws LocalFault {
        client.update();
        assertThat(copy("PARTNER")).isDirectory();
        open("somebody-else");
        assertThat(knowsPartner()).isFalse();
        partner.forgetRequests();
        client.update();

        assertThat(knowsPartner()).isFalse();
        assertThat(partner.requests()).isEmpty();
        assertThat(copy("PARTNER")).doesNotExist();
        assertThat(copy("TEST")).isDirectory();
    }

    @Test
    void anInstanceThatIsNoLongerReferredToVanishes() throws LocalFault {
        client.update();
        serveOwn(LATER);
        client.update();

        assertThat(knowsPartner()).isFalse();
        assertThat(copy("PARTNER")).doesNotExist();
    }

    @Test
    void aDirectoryThatNamesAnotherInstanceIsRefused() throws LocalFault {
        byte[] own = ParametersForm.shared("TEST", "forged");
        partner.serve("/o", own);
        partner.serve("/e", PARTNER);
        partner.serve(
                "/externalconf?version=6",
                DirectoryForm.expiring(EXPIRES)
                        .with(DirectoryForm.part("SHARED-PARAMETERS", "PARTNER", "/e", PARTNER))
                        .with(DirectoryForm.part("SHARED-PARAMETERS", "TEST", "/o", own))
                        .sign(PARTNER_SIGNER));
        client.update();

        assertThat(knowsPartner()).isFalse();
        assertThat(client.current().isRegistered(ClientId.subsystem("TEST", "GOV", "1", "forged")))
                .isFalse();
        assertThat(client.current().instances()).containsExactly("TEST");
    }

    @Test
    void sharedParametersThatNameAnotherInstanceInsideAreRefused() throws LocalFault {
        partner.serveExternal("PARTNER", EXPIRES, ParametersForm.shared("TEST", "forged"));
        client.update();

        assertThat(client.current().instances()).containsExactly("TEST");
    }

    @Test
    void anAnchorForTheOwnInstanceIsNotFollowed() throws LocalFault {
        serveOwn(EXPIRES, partner.anchor("TEST", "/externalconf"));
        open("all");
        client.update();

        assertThat(partner.requests()).isEmpty();
    }

    @Test
    void aPartnerThatIsDownStaysVisibleUntilItsParametersExpire() throws LocalFault {
        partner.serveExternal("PARTNER", SOONER, PARTNER);
        client.update();
        partner.answer("/externalconf?version=6", 503);
        serveOwn(LATER, partner.anchor("PARTNER", "/externalconf"));
        client.update();

        clock.set(Instant.parse(SOONER).minusNanos(1));
        assertThat(knowsPartner()).isTrue();
        clock.set(Instant.parse(SOONER));
        assertThat(knowsPartner()).isFalse();
        assertThat(client.current().trustBase().of("PARTNER")).isEmpty();
        assertThat(client.current().instances()).containsExactly("TEST");
    }

    @Test
    void anOlderDirectoryOfAPartnerIsRefused() throws LocalFault {
        partner.serveExternal("PARTNER", LATER, PARTNER);
        client.update();
        partner.serveExternal("PARTNER", EXPIRES, ParametersForm.shared("PARTNER", "old"));
        open("partner");
        client.update();

        assertThat(knowsPartner()).isTrue();
        assertThat(recorder.alarms).containsExactly("rollback PARTNER " + EXPIRES + " " + LATER);
    }

    private boolean knowsPartner() throws LocalFault {
        return client.current().isRegistered(PARTNER_CLIENT);
    }

    private void serveOwn(String expires, ConfigurationAnchor... federation) {
        source.serveInternal("TEST", expires, ParametersForm.privateParameters("TEST", List.of(federation)), SHARED);
    }

    private Path copy(String instance) {
        return directory.resolve("globalconf").resolve(instance);
    }

    private void open(String allowed) throws LocalFault {
        client = new ConfigurationClient(
                directory.resolve("anchor.xml"),
                directory.resolve("globalconf"),
                ConfigurationClientSettings.DEFAULT.withAllowedFederations(AllowedFederations.parse(allowed)),
                new TestSource.HttpOnly(),
                clock);
        client.addListener(recorder);
    }
}
