package org.ambergate.sandbox.system;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own consumer side says 7.8.0. */
final class OldestPeerTest {
    @ParameterizedTest
    @CsvSource({"7.8.0, 200, ''", "7.8.1, 500, server.serverproxy.client_proxy_version_not_supported"})
    void aSecurityServerThatIsTooOldMayNotCall(String oldest, int status, String code, @TempDir Path directory)
            throws Exception {
        try (RunningPair pair =
                RunningPair.start(directory, KeyKind.P256, "", "oldest-peer-version: \"" + oldest + "\"\n")) {
            pair.service().stubFor(any(anyUrl()).willReturn(ok()));

            HttpResponse<String> reply = pair.send(pair.request("/a"));

            assertThat(reply.statusCode()).isEqualTo(status);
            assertThat(reply.headers().firstValue("x-road-error").orElse("")).isEqualTo(code);
            assertThat(pair.service().getAllServeEvents()).hasSize(status == 200 ? 1 : 0);
        }
    }
}
