package org.ambergate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.ambergate.identifier.ClientId;
import org.ambergate.serverconf.ServerConfiguration;
import org.ambergate.serverconf.ServerConfigurationFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecurityServerSettingsTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void theServerIdAloneIsEnough() throws Exception {
        SecurityServerSettings settings = read("server-id: DEV/ORG/1111/ss1\n");

        assertThat(settings.server()).hasToString("SERVER:DEV/ORG/1111/ss1");
        assertThat(settings.listen().server().getPort()).isEqualTo(5500);
        assertThat(settings.listen().consumerHttp().getHostString()).isEqualTo("127.0.0.1");
        assertThat(settings.listen().consumerHttps().getHostString()).isEqualTo("127.0.0.1");
        assertThat(settings.loopbackServicesAllowed()).isFalse();
        assertThat(settings.files().anchor()).isEqualTo(directory.resolve("configuration-anchor.xml"));
        assertThat(settings.messageLog().loggableBodyBytesMax()).isEqualTo(10L << 20);
        assertThat(settings.timestamping())
                .isEqualTo(
                        new SecurityServerSettings.Timestamping(Optional.empty(), Duration.ofHours(4), 10_000, false));
        assertThat(settings.limits().exchange()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.batchSigning()).isTrue();
        assertThat(settings.oldestPeerVersion()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    listen: {consumer-htp: 127.0.0.1:80}         | listen.consumer-htp is not a setting
                    lisen: {}                                    | lisen is not a setting
                    listen: {server: nonsense}                   | listen.server must be ADDRESS:PORT
                    listen: {administration: 10.0.0.1:4000}      | listen.administration must be a loopback address
                    limits: {exchanges: 0}                       | limits.exchanges must lie between 1 and
                    limits: {exchanges: many}                    | limits.exchanges must be a whole number
                    limits: {idle-time: 5}                       | limits.idle-time must be a duration
                    limits: {idle-time: 2d}                      | limits.idle-time must lie between
                    message-log: {loggable-body-max: 10MB}       | message-log.loggable-body-max must be a size
                    message-log: {bodies: yes please}            | message-log.bodies must be true or false
                    message-log: {bodies-enabled: {local-producers: [DEV/ORG/1/S]}} | message-log.bodies-enabled does not apply while bodies is true
                    message-log: {bodies: false, bodies-disabled: {remote-producers: [DEV/ORG/1/S]}} | message-log.bodies-disabled does not apply while bodies is false
                    message-log: {bodies-disabled: {local-producers: [DEV/ORG/1]}} | message-log.bodies-disabled.local-producers must list subsystems
                    message-log: {bodies-disabled: {local-producers: [DEV]}} | message-log.bodies-disabled.local-producers must list subsystems
                    message-log: {bodies-disabled: {local-producer: []}} | message-log.bodies-disabled.local-producer is not a setting
                    retention: {interval: 10ms}                  | retention.interval must lie between
                    retention: {rules: [{party: DEV}]}           | retention.rules[0].party must be INSTANCE/CLASS/MEMBER
                    retention: {rules: [{party: DEV/ORG/1}]}     | retention.rules[0].keep-bodies or keep-records must be there
                    retention: {rules: [{side: left, keep-bodies: 1d}]} | retention.rules[0].side must be consumer or provider
                    retention: {rules: [{keep-bodies: 500ms}]}   | retention.rules[0].keep-bodies must lie between
                    retention: {rules: [{keep-body: 1d}]}        | retention.rules[0]
                    retention: {rules: [{keep-records: 30d}]}    | retention.rules must not have keep-records without archive.directory
                    retention: {rules: [{keep-records: 1d}]}     | retention.rules[0].keep-records must lie between
                    time-stamping: {interval: 500ms}             | time-stamping.interval must lie between
                    time-stamping: {batch-messages: 50001}       | time-stamping.batch-messages must lie between 1 and
                    batch-signing: sometimes                     | batch-signing must be true or false
                    loopback-services-allowed: maybe             | loopback-services-allowed must be true or false
                    oldest-peer-version: 7.6                     | oldest-peer-version must be three numbers
                    peers: [1, 2]                                | peers must hold key: value lines
                    allowed-federations: all                     | allowed-federations must be a list
                    """)
    void aWrongKeyIsNamedWithWhatIsExpected(String line, String expected) {
        assertThatThrownBy(() -> read("server-id: DEV/ORG/1111/ss1\n" + line + "\n"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void exceptionsFromBodyLoggingCountByTheProviderAndByWhereItIs() throws Exception {
        BodyLogging usually =
                bodies("bodies-disabled: {local-producers: [DEV/ORG/1/A], remote-producers: [DEV/ORG/1/B]}");
        BodyLogging seldom = bodies("bodies: false, bodies-enabled: {local-producers: [DEV/ORG/1/A]}");
        ClientId a = ClientId.parse("DEV/ORG/1/A");
        ClientId b = ClientId.parse("DEV/ORG/1/B");

        assertThat(usually.ofLocal(a)).isFalse();
        assertThat(usually.ofLocal(b)).isTrue();
        assertThat(usually.ofRemote(a)).isTrue();
        assertThat(usually.ofRemote(b)).isFalse();
        assertThat(seldom.ofLocal(a)).isTrue();
        assertThat(seldom.ofLocal(b)).isFalse();
        assertThat(seldom.ofRemote(a)).isFalse();
    }

    private BodyLogging bodies(String messageLog) throws Exception {
        return read("server-id: DEV/ORG/1111/ss1\nmessage-log: {" + messageLog + "}\n")
                .messageLog()
                .bodies();
    }

    @Test
    void aMissingServerIdIsNamed() {
        assertThatThrownBy(() -> read("data-directory: x\n")).hasMessage("server-id is missing");
    }

    @Test
    void aKeyGivenTwiceIsAnError() {
        assertThatThrownBy(() -> read("server-id: DEV/ORG/1111/ss1\nserver-id: DEV/ORG/1111/ss2\n"))
                .isInstanceOf(SettingsException.class);
    }

    /** All but the PIN's file, for which there is no default. */
    @Test
    void theFiguresOfTheOperationsGuideAreTheDefaults() throws Exception {
        String documented = operationsGuide("## security-server.yaml").replaceFirst("(?m)^  pin-file: .*\\n", "");

        assertThat(read(documented)).isEqualTo(read("server-id: DEV/ORG/1111/ss1\n"));
    }

    @Test
    void theServicesOfTheOperationsGuideCanBeRead() throws Exception {
        Path file = directory.resolve("services.yaml");
        Files.writeString(file, operationsGuide("## services.yaml"));

        ServerConfiguration configuration = ServerConfigurationFile.read(file);

        assertThat(configuration
                        .client(ClientId.parse("DEV/ORG/2222/PROVIDER"))
                        .orElseThrow()
                        .services())
                .isNotEmpty();
    }

    /** The YAML under a heading of the guide. */
    private static String operationsGuide(String heading) throws Exception {
        String guide = Files.readString(Path.of("..", "docs", "operations.md"));
        String section = guide.substring(guide.indexOf("\n" + heading + "\n"));
        int start = section.indexOf("```yaml\n") + "```yaml\n".length();
        return section.substring(start, section.indexOf("\n```", start) + 1);
    }

    private SecurityServerSettings read(String yaml) throws Exception {
        Path file = directory.resolve("security-server.yaml");
        Files.writeString(file, yaml);
        return SecurityServerSettings.read(file);
    }
}
