package org.ambergate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.message.ProxyVersion;
import org.ambergate.net.BodySource;
import org.ambergate.net.HttpField;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpRequest;
import org.ambergate.net.Peer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IncomingTransportTest {
    private static final Optional<ProxyVersion> OLDEST = ProxyVersion.parse("7.6.0");

    @ParameterizedTest
    @CsvSource({
        "7.6.0, ''",
        "7.6.0+other, ''",
        "7.6.1, ''",
        "8.0.0, ''",
        "7.5.99, client_proxy_version_not_supported",
        "7.6.0-SNAPSHOT, client_proxy_version_not_supported",
        "7.8, client_proxy_version_not_supported",
        "unknown, client_proxy_version_not_supported",
        "'', client_proxy_version_not_supported"
    })
    void aCallerMustSayThatItIsNewEnough(String version, String code) {
        assertThat(verdict(Optional.of(version), OLDEST)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"7.6.0, client_proxy_version_not_supported", "'', ''"})
    void aCallerThatSaysNothingPassesOnlyWhereNothingIsAsked(String oldest, String code) {
        assertThat(verdict(Optional.empty(), ProxyVersion.parse(oldest))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.5.0", "unknown", ""})
    void whatACallerSaysDoesNotMatterWhereNothingIsAsked(String version) {
        assertThat(verdict(Optional.of(version), Optional.empty())).isEmpty();
    }

    /** The fault's code, or nothing if the request is accepted. */
    private static String verdict(Optional<String> version, Optional<ProxyVersion> oldest) {
        List<HttpField> fields = new ArrayList<>(List.of(
                new HttpField("x-road-message-type", "REST"),
                new HttpField("x-hash-algorithm", "SHA-512"),
                new HttpField("content-type", "multipart/mixed; boundary=b"),
                new HttpField("x-road-request-id", "id")));
        version.ifPresent(text -> fields.add(new HttpField("x-proxy-version", text)));
        try {
            IncomingTransport unused = IncomingTransport.accept(new Head(HttpFields.of(fields)), oldest);
            return "";
        } catch (LocalFault fault) {
            return fault.path();
        }
    }

    /** A request of which only the head may be looked at. */
    private record Head(HttpFields fields) implements HttpRequest {
        @Override
        public String method() {
            return "POST";
        }

        @Override
        public String target() {
            return "/";
        }

        @Override
        public BodySource body() {
            throw new AssertionError("The body was read");
        }

        @Override
        public Peer peer() {
            throw new AssertionError("The peer was looked at");
        }
    }
}
