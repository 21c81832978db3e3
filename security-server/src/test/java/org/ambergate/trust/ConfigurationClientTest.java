package org.ambergate.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.FaultCode;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.identifier.ClientId;
import org.ambergate.testsupport.DirectoryForm;
import org.ambergate.testsupport.ManualClock;
import org.ambergate.testsupport.TestAuthority;
import org.ambergate.testsupport.TestCertificate;
import org.ambergate.testsupport.TestKeys;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a source that can do anything, over real HTTP. */
@SuppressWarnings("NullAway.Init")
class ConfigurationClientTest {
    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
    private static final String EXPIRES = "2026-11-23T06:10:00Z";
    private static final String LATER = "2026-11-23T06:11:00Z";
    private static final TestCertificate SIGNER =
            TestAuthority.create("Signer", TestKeys.RSA_2048).own();
    private static final TestCertificate OTHER_SIGNER =
            TestAuthority.create("Other", TestKeys.RSA_2048).own();
    private static final byte[] PRIVATE = ParametersForm.privateParameters("TEST", List.of());
    private static final byte[] SHARED = ParametersForm.shared("TEST", "one");
    private static final byte[] SHARED_2 = ParametersForm.shared("TEST", "two");

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(NOW);
    private final TestSource.HttpOnly downloads = new TestSource.HttpOnly();
    private final AlarmRecorder recorder = new AlarmRecorder();
    private final ConfigurationClientSettings settings = ConfigurationClientSettings.DEFAULT;
    private TestSource source;
    private ConfigurationClient client;

    @BeforeEach
    void start() throws Exception {
        source = new TestSource(SIGNER);
        writeAnchor(source.anchor("TEST", "/internalconf"));
        open();
    }

    @AfterEach
    void stop() {
        client.close();
        source.close();
    }

    @Test
    void withoutAnyConfigurationNothingIsExchanged() {
        assertFault(client::current, ConfigurationFault.GLOBAL_CONF_OUTDATED);
        assertThatThrownBy(client::update).isInstanceOf(LocalFault.class);
        assertFault(client::current, ConfigurationFault.GLOBAL_CONF_OUTDATED);
    }

    @Test
    void aConfigurationHoldsUntilItsExpireDateToTheInstant() throws LocalFault {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();

        clock.set(Instant.parse(EXPIRES).minusNanos(1));
        assertThat(client.current().expires()).isEqualTo(EXPIRES);
        clock.set(Instant.parse(EXPIRES));
        assertFault(client::current, ConfigurationFault.GLOBAL_CONF_OUTDATED);

        source.serveInternal("TEST", "2026-11-23T06:20:00Z", PRIVATE, SHARED);
        client.update();
        assertThat(client.current().expires()).isEqualTo("2026-11-23T06:20:00Z");
    }

    @Test
    void theCurrentObjectStaysTheSameUntilSomethingChanges() throws LocalFault {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        GlobalConfiguration first = client.current();
        client.update();
        GlobalConfiguration again = client.current();
        source.serveInternal("TEST", LATER, PRIVATE, SHARED);
        client.update();
        GlobalConfiguration renewed = client.current();

        assertThat(again).isSameAs(first);
        assertThat(renewed).isNotSameAs(first);
        assertThat(renewed.trustBase()).isSameAs(first.trustBase());
        assertThat(recorder.configurations).containsExactly(first, renewed);
    }

    @Test
    void partsThatAreHeldAlreadyAreNotDownloadedAgain() throws LocalFault {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        source.forgetRequests();
        source.serveInternal("TEST", LATER, PRIVATE, SHARED_2);
        client.update();

        assertThat(source.requests()).containsExactly("/internalconf?version=6", "/s");
        assertThat(knows("two")).isTrue();
    }

    @Test
    void versionsAreProbedDownToThreeAndTwoIsTakenWithoutQuestion() throws LocalFault {
        source.serve("/p", PRIVATE);
        source.serve("/s", SHARED);
        for (int version = 2; version <= 6; version++) {
            source.serve("/internalconf?version=" + version, directory(version));
            client = reopen();
            source.forgetRequests();
            client.update();

            int newest = version;
            assertThat(source.requests().get(6 - newest)).isEqualTo("/internalconf?version=" + newest);
            assertThat(source.requests().stream()
                            .filter(r -> r.contains("version="))
                            .count())
                    .isEqualTo(6L - newest + 1);
        }
    }

    @Test
    void aVersionThatServedIsAskedForUntilItFails() throws LocalFault {
        source.serve("/p", PRIVATE);
        source.serve("/s", SHARED);
        source.serve("/internalconf?version=4", directory(4));
        client.update();
        source.serve("/internalconf?version=6", directory(6));
        source.forgetRequests();
        client.update();
        assertThat(source.requests()).containsExactly("/internalconf?version=4");

        source.forget("/internalconf?version=4");
        assertThatThrownBy(client::update).isInstanceOf(LocalFault.class);
        source.forgetRequests();
        client.update();
        assertThat(source.requests()).containsExactly("/internalconf?version=6");
    }

    @Test
    void aVersionThatAnswersAnythingButNotFoundIsChosen() {
        source.serve("/p", PRIVATE);
        source.serve("/s", SHARED);
        source.serve("/internalconf?version=5", directory(5));
        source.answer("/internalconf?version=6", 500);

        assertThatThrownBy(client::update).isInstanceOf(LocalFault.class);
        assertThat(source.requests()).containsExactly("/internalconf?version=6");
    }

    @Test
    void anAddressWithAVersionIsUsedUntouched() throws Exception {
        writeAnchor(source.anchor("TEST", "/internalconf?version=3"));
        source.serve("/p", PRIVATE);
        source.serve("/s", SHARED);
        source.serve("/internalconf?version=3", directory(3));
        client.update();

        assertThat(source.requests()).containsExactly("/internalconf?version=3", "/p", "/s");
    }

    @Test
    void anOlderDirectoryIsRefusedAndRaisesAnAlarm() throws LocalFault {
        source.serveInternal("TEST", LATER, PRIVATE, SHARED_2);
        client.update();
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);

        assertFault(client::update, ConfigurationFault.GLOBAL_CONF_OUTDATED);
        assertThat(knows("two")).isTrue();
        assertThat(recorder.alarms).containsExactly("rollback TEST " + EXPIRES + " " + LATER);
    }

    @Test
    void anOlderDirectoryIsRefusedAfterARestartToo() throws LocalFault {
        source.serveInternal("TEST", LATER, PRIVATE, SHARED_2);
        client.update();
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client = reopen();

        assertThat(knows("two")).isTrue();
        assertFault(client::update, ConfigurationFault.GLOBAL_CONF_OUTDATED);
        assertThat(knows("two")).isTrue();
    }

    @Test
    void anOlderDirectoryIsRefusedEvenIfTheLocalCopyIsGone() throws Exception {
        source.serveInternal("TEST", LATER, PRIVATE, SHARED_2);
        client.update();
        Files.delete(copy().resolve("TEST/shared-params.xml"));
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client = reopen();

        assertFault(client::current, ConfigurationFault.GLOBAL_CONF_OUTDATED);
        assertFault(client::update, ConfigurationFault.GLOBAL_CONF_OUTDATED);
    }

    @Test
    void anotherAnchorStartsANewCount() throws Exception {
        source.serveInternal("TEST", LATER, PRIVATE, SHARED_2);
        client.update();
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        ConfigurationAnchor anchor = source.anchor("TEST", "/internalconf");
        writeAnchor(ConfigurationAnchor.of("TEST", NOW, anchor.sources()));

        client.update();
        assertThat(knows("one")).isTrue();
    }

    @Test
    void damagedHighWaterMarksKeepTheClientFromStarting() throws Exception {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        client.close();
        Path marks = copy().resolve(HighWaterMarks.FILE_NAME);
        byte[] whole = Files.readAllBytes(marks);
        for (String damaged : List.of("", "{", "[]x", "{\"TEST\":{}}", "{\"TEST\":{\"anchor\":1}}")) {
            Files.writeString(marks, damaged);
            assertFault(this::open, ConfigurationFault.MALFORMED_GLOBAL_CONF);
        }
        Files.write(marks, whole);
        open();
        assertThat(knows("one")).isTrue();
    }

    @Test
    void aFrozenDirectoryRaisesOneAlarmAtHalfOfItsValidity() throws LocalFault {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        clock.advance(Duration.ofSeconds(299));
        client.update();
        assertThat(recorder.alarms).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        client.update();
        client.update();
        assertThat(recorder.alarms).containsExactly("stale TEST " + EXPIRES);

        clock.set(Instant.parse(EXPIRES));
        assertThatThrownBy(client::update).isInstanceOf(LocalFault.class);
        assertFault(client::current, ConfigurationFault.GLOBAL_CONF_OUTDATED);
    }

    @Test
    void aPartOfAnotherGenerationRefusesTheWholeSet() throws LocalFault {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        byte[] otherPrivate = new String(PRIVATE, StandardCharsets.UTF_8)
                .replace(">60<", ">90<")
                .getBytes(StandardCharsets.UTF_8);
        source.serveInternal("TEST", LATER, otherPrivate, SHARED_2);
        source.serve("/s", SHARED);
        assertThatThrownBy(client::update).isInstanceOf(LocalFault.class);

        assertThat(client.current().expires()).isEqualTo(EXPIRES);
        assertThat(client.current().timestampingInterval()).isEqualTo(Duration.ofMinutes(1));
        client = reopen();
        assertThat(client.current().timestampingInterval()).isEqualTo(Duration.ofMinutes(1));
        // Nothing of the refused set counts: the directory itself may still be accepted once its parts are right.
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
    }

    @Test
    void partsOfAnotherInstanceAreRefused() {
        source.serveInternal("OTHER", EXPIRES, ParametersForm.privateParameters("OTHER", List.of()), SHARED);
        assertThatThrownBy(client::update).isInstanceOf(LocalFault.class);

        source.serveInternal("TEST", EXPIRES, PRIVATE, ParametersForm.shared("OTHER", "one"));
        assertFault(client::update, ConfigurationFault.MALFORMED_GLOBAL_CONF);

        source.serveInternal("TEST", EXPIRES, ParametersForm.privateParameters("OTHER", List.of()), SHARED);
        assertFault(client::update, ConfigurationFault.MALFORMED_GLOBAL_CONF);
    }

    @Test
    void sharedParametersThatASourceCarriesAlongArePassedOver() throws LocalFault {
        source.serve("/p", PRIVATE);
        source.serve("/s", SHARED);
        DirectoryForm form = form().with(DirectoryForm.part("SHARED-PARAMETERS", "OTHER", "/o", SHARED_2))
                .with(DirectoryForm.part("UNKNOWN-PART", "TEST", "/u", SHARED_2));
        source.serve("/internalconf?version=6", form.sign(SIGNER));
        client.update();

        assertThat(client.current().instances()).containsExactly("TEST");
        assertThat(source.requests()).doesNotContain("/o", "/u");
    }

    @Test
    void aDirectoryWithAPartMissingOrTwiceIsRefused() {
        source.serve("/p", PRIVATE);
        source.serve("/s", SHARED);
        DirectoryForm empty = DirectoryForm.expiring(EXPIRES);
        String privatePart = DirectoryForm.part("PRIVATE-PARAMETERS", "TEST", "/p", PRIVATE);
        String sharedPart = DirectoryForm.part("SHARED-PARAMETERS", "TEST", "/s", SHARED);
        for (DirectoryForm form : List.of(
                empty.with(privatePart), empty.with(sharedPart), form().with(sharedPart), form().with(privatePart))) {
            source.serve("/internalconf?version=6", form.sign(SIGNER));
            assertFault(client::update, ConfigurationFault.MALFORMED_GLOBAL_CONF);
        }
    }

    @Test
    void anExpireDateInTheFarFutureIsRefusedAndMovesNoMark() throws LocalFault {
        source.serveInternal("TEST", "9999-12-31T23:59:59Z", PRIVATE, SHARED);
        assertFault(client::update, ConfigurationFault.MALFORMED_GLOBAL_CONF);
        source.serveInternal(
                "TEST", NOW.plus(Duration.ofDays(31)).plusSeconds(1).toString(), PRIVATE, SHARED);
        assertFault(client::update, ConfigurationFault.MALFORMED_GLOBAL_CONF);

        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        source.serveInternal("TEST", NOW.plus(Duration.ofDays(31)).toString(), PRIVATE, SHARED);
        client.update();
    }

    @Test
    void aDirectorySignedByAnotherKeyIsRefused() {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        source.serve("/internalconf?version=6", form().sign(OTHER_SIGNER));

        assertThatThrownBy(client::update).isInstanceOf(LocalFault.class);
    }

    @Test
    void aKeyThatWasRotatedOutIsNoLongerAccepted() throws Exception {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        source.serveInternal("TEST", LATER, PRIVATE, SHARED);
        writeAnchor(ConfigurationAnchor.of(
                "TEST",
                NOW,
                List.of(new ConfigurationAnchor.Source(
                        source.url("/internalconf"), List.of(OTHER_SIGNER.certificate())))));

        assertThatThrownBy(client::update).isInstanceOf(LocalFault.class);
    }

    @Test
    void aNewKeyReachesTheClientThroughSharedParameters() throws LocalFault {
        String address = source.url("/").getAuthority();
        byte[] announcing = ParametersForm.shared("TEST", "one", address, OTHER_SIGNER);
        source.serveInternal("TEST", EXPIRES, PRIVATE, announcing);
        client.update();
        source.serve(
                "/internalconf?version=6",
                DirectoryForm.expiring(LATER)
                        .with(DirectoryForm.part("PRIVATE-PARAMETERS", "TEST", "/p", PRIVATE))
                        .with(DirectoryForm.part("SHARED-PARAMETERS", "TEST", "/s", announcing))
                        .sign(OTHER_SIGNER));
        client.update();

        assertThat(client.current().expires()).isEqualTo(LATER);
    }

    @Test
    void anotherSourceIsTriedWhenOneFails() throws Exception {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        List<ConfigurationAnchor.Source> sources = List.of(
                new ConfigurationAnchor.Source(
                        java.net.URI.create("http://127.0.0.1:" + unused + "/internalconf"),
                        List.of(SIGNER.certificate())),
                new ConfigurationAnchor.Source(source.url("/nothing"), List.of(SIGNER.certificate())),
                new ConfigurationAnchor.Source(source.url("/internalconf"), List.of(SIGNER.certificate())));
        writeAnchor(ConfigurationAnchor.of("TEST", NOW, sources));
        client.update();
        source.forgetRequests();
        client.update();

        assertThat(source.requests()).as("the one that served goes first").containsExactly("/internalconf?version=6");
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (TestSource elsewhere = new TestSource(SIGNER)) {
            elsewhere.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
            byte[] target = elsewhere.url("/internalconf?version=6").toString().getBytes(StandardCharsets.UTF_8);
            for (int status : new int[] {301, 302, 307, 308}) {
                source.serve("/internalconf?version=6", target);
                source.answer("/internalconf?version=6", status);
                assertThatThrownBy(client::update).isInstanceOf(LocalFault.class);
            }
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void aPartOnAnotherHostIsNotFetched() throws Exception {
        try (TestSource elsewhere = new TestSource(SIGNER)) {
            elsewhere.serve("/s", SHARED);
            source.serve("/p", PRIVATE);
            for (String location : List.of(
                    elsewhere.url("/s").toString(),
                    elsewhere.url("/s").toString().replace("http:", ""),
                    "file:///etc/hostname",
                    "not a url")) {
                DirectoryForm form = DirectoryForm.expiring(EXPIRES)
                        .with(DirectoryForm.part("PRIVATE-PARAMETERS", "TEST", "/p", PRIVATE))
                        .with(DirectoryForm.part("SHARED-PARAMETERS", "TEST", location, SHARED));
                source.serve("/internalconf?version=6", form.sign(SIGNER));
                assertFault(client::update, ConfigurationFault.MALFORMED_GLOBAL_CONF);
            }
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void namesFromTheNetworkNeverBecomePaths() throws Exception {
        String location = "/a/../../../../" + directory.getFileName() + "/evil.xml";
        source.serve("/" + directory.getFileName() + "/evil.xml", SHARED);
        source.serve(location, SHARED);
        source.serve("/p", PRIVATE);
        String shared = DirectoryForm.part("SHARED-PARAMETERS", "TEST", location, SHARED)
                .replace("Content-location", "Content-file-name: ../../evil.xml\r\nContent-location");
        DirectoryForm form = DirectoryForm.expiring(EXPIRES)
                .with(DirectoryForm.part("PRIVATE-PARAMETERS", "TEST", "/p", PRIVATE))
                .with(shared);
        source.serve("/internalconf?version=6", form.sign(SIGNER));
        try {
            client.update();
        } catch (LocalFault e) {
            assertThat(e.code()).isNotNull();
        }

        try (var files = Files.walk(directory)) {
            assertThat(files.map(path -> String.valueOf(path.getFileName()))).doesNotContain("evil.xml");
        }
    }

    @Test
    void optionalPartsComeWithTheOwnInstanceAndGoWithIt() throws LocalFault {
        byte[] interval = ("<x:conf xmlns:x='http://x-road.eu/xsd/xroad.xsd'><ocspFetchInterval>120"
                        + "</ocspFetchInterval></x:conf>")
                .getBytes(StandardCharsets.UTF_8);
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        source.serve("/f", interval);
        source.serve(
                "/internalconf?version=6",
                form().with(DirectoryForm.part("FETCHINTERVAL", "TEST", "/f", interval))
                        .sign(SIGNER));
        client.update();
        assertThat(client.current().ocspFetchInterval()).isEqualTo(Duration.ofMinutes(2));
        client = reopen();
        assertThat(client.current().ocspFetchInterval()).isEqualTo(Duration.ofMinutes(2));

        source.serveInternal("TEST", LATER, PRIVATE, SHARED);
        client.update();
        assertThat(client.current().ocspFetchInterval()).isEqualTo(Duration.ofMinutes(20));
        assertThat(copy().resolve("TEST/fetchinterval-params.xml")).doesNotExist();
    }

    @Test
    void aLocalCopyThatSomebodyChangedIsNotUsed() throws Exception {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        Files.write(copy().resolve("TEST/shared-params.xml"), SHARED_2);
        client = reopen();

        assertFault(client::current, ConfigurationFault.GLOBAL_CONF_OUTDATED);
        client.update();
        assertThat(knows("one")).isTrue();
        assertThat(copy().resolve("TEST/shared-params.xml")).hasBinaryContent(SHARED);
    }

    @Test
    void partsWithoutUsableMetadataCountAsExpired() throws Exception {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        Path metadata = copy().resolve("TEST/shared-params.xml.metadata");
        for (String damaged :
                List.of("", "{}", "null", "[1]", "{\"expirationDate\":7}", "{\"expirationDate\":\"soon\"}")) {
            Files.writeString(metadata, damaged);
            client = reopen();
            assertFault(client::current, ConfigurationFault.GLOBAL_CONF_OUTDATED);
        }
        Files.delete(metadata);
        client = reopen();
        assertFault(client::current, ConfigurationFault.GLOBAL_CONF_OUTDATED);
        client.update();
        assertThat(knows("one")).isTrue();
    }

    @Test
    void anAnchorOfAnotherInstanceIsRefused() throws Exception {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        writeAnchor(source.anchor("OTHER", "/internalconf"));

        assertFault(client::update, ConfigurationFault.MALFORMED_ANCHOR);
    }

    @Test
    void anArbitraryOrMissingAnchorIsRefused() throws Exception {
        Files.writeString(directory.resolve("anchor.xml"), "<html/>");
        assertFault(client::update, ConfigurationFault.MALFORMED_ANCHOR);
        assertFault(this::open, ConfigurationFault.MALFORMED_ANCHOR);
        Files.delete(directory.resolve("anchor.xml"));
        assertFault(client::update, ConfigurationFault.MALFORMED_ANCHOR);
    }

    @Test
    void theBackgroundThreadUpdatesAndStops() throws Exception {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.start();
        org.awaitility.Awaitility.await().until(() -> !recorder.configurations.isEmpty());
        client.close();

        assertThat(knows("one")).isTrue();
    }

    @Test
    void theHttpsTwinOfAnAddressIsTriedOnceTheAddressHasFailed() throws LocalFault {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        assertThat(downloads.refused()).isEmpty();
        source.answer("/internalconf?version=6", 500);

        assertFault(client::update, GeneralFault.HTTP_ERROR);
        String twin = source.url("/internalconf?version=6").toString().replace("http:", "https:");
        assertThat(downloads.refused()).extracting(Object::toString).containsExactly(twin);
    }

    @Test
    void theSharedParametersAreGivenOutByteForByte() throws LocalFault {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();

        assertThat(client.published("TEST").xml()).isEqualTo(SHARED);
        assertThat(client.published("TEST").version()).isEqualTo(6);
        assertThat(client.published("TEST").directory()).isEqualTo("TEST");

        source.serveInternal("TEST", LATER, PRIVATE, SHARED_2);
        client.update();
        assertThat(client.published("TEST").xml()).isEqualTo(SHARED_2);
        assertThat(reopen().published("TEST").xml()).isEqualTo(SHARED_2);
    }

    @Test
    void sharedParametersThatSomebodyChangedAreNotGivenOut() throws Exception {
        source.serveInternal("TEST", EXPIRES, PRIVATE, SHARED);
        client.update();
        Path file = copy().resolve("TEST/shared-params.xml");
        byte[] changed = SHARED.clone();
        changed[changed.length / 2] ^= 1;

        Files.write(file, changed);
        assertFault(() -> client.published("TEST"), GeneralFault.IO_ERROR);
        Files.delete(file);
        assertFault(() -> client.published("TEST"), GeneralFault.IO_ERROR);
        assertFault(() -> client.published("../TEST"), GeneralFault.IO_ERROR);
    }

    private boolean knows(String subsystem) throws LocalFault {
        return client.current().isRegistered(ClientId.subsystem("TEST", "GOV", "1", subsystem));
    }

    private static DirectoryForm form() {
        return DirectoryForm.expiring(EXPIRES)
                .with(DirectoryForm.part("PRIVATE-PARAMETERS", "TEST", "/p", PRIVATE))
                .with(DirectoryForm.part("SHARED-PARAMETERS", "TEST", "/s", SHARED));
    }

    private static byte[] directory(int version) {
        return form().withFirstHeader("Expire-date: " + EXPIRES, "Version: " + version)
                .sign(SIGNER);
    }

    private Path copy() {
        return directory.resolve("globalconf");
    }

    private void writeAnchor(ConfigurationAnchor anchor) throws IOException {
        Files.write(directory.resolve("anchor.xml"), anchor.encode());
    }

    private void open() throws LocalFault {
        client = new ConfigurationClient(directory.resolve("anchor.xml"), copy(), settings, downloads, clock);
        client.addListener(recorder);
    }

    private ConfigurationClient reopen() throws LocalFault {
        client.close();
        open();
        return client;
    }

    private static void assertFault(ThrowingCallable call, FaultCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LocalFault.class,
                        fault -> assertThat(Optional.of(fault.code())).contains(code));
    }
}
