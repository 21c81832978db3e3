package org.ambergate.serverconf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.ambergate.config.SettingsException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs a service may have in the file; where they lead is judged when they are connected to (threat T-43). */
final class ServiceUrlTest {
    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://service.example",
                "https://service.example:8443/api",
                "http://10.0.0.1:80/",
                "http://0.0.0.0",
                "http://[::ffff:127.0.0.1]:80/",
                "http://007.service.example",
            })
    void aUrlOfHostPortAndPathIsRead(String url) throws Exception {
        assertThat(read(url).clients().iterator().next().allServices().get(0).url())
                .hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://017700000001/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.01/",
                "http://127.1/",
                "http://127.0.0.1./",
                "http://127.0.0.1%00.example/",
                "http://\u2460\u2461\u2466.0.0.1/",
                "http://user@127.0.0.1/",
                "http://a/?b",
                "http://a/#b",
                "http:///a",
                "unix:///run/admin.sock",
                "file:///etc/passwd",
                "jar:http://a/b!/c",
                "//127.0.0.1/",
                "127.0.0.1",
            })
    void anAddressInAnOddFormOrAnotherSchemeIsAnErrorInTheFile(String url) {
        assertThatThrownBy(() -> read(url))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("url");
    }

    private ServerConfiguration read(String url) throws Exception {
        Path file = directory.resolve("services.yaml");
        Files.writeString(file, """
                clients:
                  - id: DEV/ORG/2222/PROVIDER
                    services:
                      - code: a
                        url: "%s"
                """.formatted(url));
        return ServerConfigurationFile.read(file);
    }
}
