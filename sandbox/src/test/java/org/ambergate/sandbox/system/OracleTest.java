package org.ambergate.sandbox.system;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.net.HostNames;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.signature.SignatureParts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who cannot sign learns nothing about services and rights (threat T-46). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OracleTest {
    static final String SERVICES = """
            clients:
              - id: DEV/ORG/2222/PROVIDER
                connection: http
                services:
                  - code: registry
                    url: http://127.0.0.1:PORT
                    access: [{client: DEV/ORG/1111/CONSUMER, method: GET, path: /a}]
                  - code: private
                    url: http://127.0.0.1:PORT
                  - code: off
                    url: http://127.0.0.1:PORT
                    disabled: moved
                    access: [{client: DEV/ORG/1111/CONSUMER}]
            """;

    /** What one may ask for, and what the answer is to who can sign. */
    static final Map<String, String> TARGETS = Map.of(
            "DEV/ORG/2222/PROVIDER/registry/a", "",
            "DEV/ORG/2222/PROVIDER/registry/b", "server.serverproxy.access_denied",
            "DEV/ORG/2222/PROVIDER/registry/../a", "server.serverproxy.access_denied",
            "DEV/ORG/2222/PROVIDER/private", "server.serverproxy.access_denied",
            "DEV/ORG/2222/PROVIDER/off", "server.serverproxy.service_disabled",
            "DEV/ORG/2222/PROVIDER/nosuch", "server.serverproxy.unknown_service",
            "DEV/ORG/2222/NOSUCH/registry/a", "server.serverproxy.service_failed.unknown_member");

    /** Ways to lack a signature. */
    private enum Forgery {
        NONE("server.serverproxy.service_failed.missing_signature"),
        OF_ANOTHER_MESSAGE("server.serverproxy.signature_verification.invalid_signature_value"),
        BROKEN_VALUE("server.serverproxy.signature_verification.invalid_signature_value"),
        NO_XML("server.serverproxy.signature_verification.invalid_xml");

        private final String code;

        Forgery(String code) {
            this.code = code;
        }
    }

    @SuppressWarnings("NullAway.Init")
    private RunningPair pair;

    @SuppressWarnings("NullAway.Init")
    private SignedProbe probe;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        pair = RunningPair.start(
                directory,
                KeyKind.P256,
                (ecosystem, port) -> Files.writeString(
                        ecosystem.provider().services(), SERVICES.replace("PORT", Integer.toString(port))),
                HostNames.SYSTEM);
        probe = new SignedProbe(
                pair.ecosystem().consumer(), pair.providerServer().addresses().server());
    }

    @AfterAll
    void stop() {
        probe.close();
        pair.close();
    }

    @BeforeEach
    void serviceAnswers() {
        pair.service().resetAll();
        pair.service().stubFor(any(anyUrl()).willReturn(ok()));
    }

    /** Without this the other test would pass with a probe that never gets as far as the signature. */
    @Test
    void whoCanSignIsToldTheCasesApart() throws Exception {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String target : TARGETS.keySet()) {
            String id = UUID.randomUUID().toString();
            byte[] head = head(target, id);
            codes.put(
                    target,
                    probe.send(id, head, Optional.of(probe.sign(head).signature()))
                            .code());
        }

        assertThat(codes).isEqualTo(TARGETS);
        assertThat(pair.service().getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Forgery.class)
    void whoCannotSignGetsTheSameAnswerInEveryCase(Forgery forgery) throws Exception {
        Map<String, SignedProbe.Answer> answers = new LinkedHashMap<>();
        for (String target : TARGETS.keySet()) {
            String id = UUID.randomUUID().toString();
            byte[] head = head(target, id);
            answers.put(target, probe.send(id, head, forged(forgery, head)));
        }

        assertThat(answers.values()).extracting(SignedProbe.Answer::code).containsOnly(forgery.code);
        assertThat(answers.values()).containsOnly(answers.values().iterator().next());
        assertThat(pair.service().getAllServeEvents()).isEmpty();
    }

    private Optional<byte[]> forged(Forgery forgery, byte[] head) throws Exception {
        return switch (forgery) {
            case NONE -> Optional.empty();
            case OF_ANOTHER_MESSAGE ->
                Optional.of(probe.sign(head(
                                "DEV/ORG/2222/PROVIDER/registry/a",
                                UUID.randomUUID().toString()))
                        .signature());
            case BROKEN_VALUE -> Optional.of(broken(probe.sign(head)));
            case NO_XML -> Optional.of("none".getBytes(StandardCharsets.UTF_8));
        };
    }

    /** Another character at the start of the value, where every bit counts. */
    static byte[] broken(SignatureParts parts) {
        String xml = new String(parts.signature(), StandardCharsets.UTF_8);
        int start = xml.indexOf('>', xml.indexOf("SignatureValue")) + 1;
        char other = xml.charAt(start) == 'A' ? 'B' : 'A';
        return (xml.substring(0, start) + other + xml.substring(start + 1)).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] head(String target, String requestId) {
        return ("GET\r\n/r1/" + target + "\r\nX-Road-Client:DEV/ORG/1111/CONSUMER\r\nx-road-id:probe\r\n"
                        + "x-road-request-id:" + requestId + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
