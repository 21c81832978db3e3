package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.signature.SigningCredential;
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
            "DEV/ORG/2222/PROVIDER/registry/a", CraftedConsumer.DELIVERED,
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

    private final CraftedServers servers = new CraftedServers();
    private final SigningCredential signer = servers.credential(SandboxIds.CONSUMER_MEMBER);

    @SuppressWarnings("NullAway.Init")
    private CraftedConsumer consumer;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        pair = RunningPair.start(directory, KeyKind.P256, SERVICES, servers::join);
        consumer = new CraftedConsumer(pair.providerServer().addresses().server());
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @BeforeEach
    void serviceAnswers() {
        pair.resetService();
    }

    /** Without this the other test would pass with a message that never gets as far as the signature. */
    @Test
    void whoCanSignIsToldTheCasesApart() throws Exception {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (String target : TARGETS.keySet()) {
            outcomes.put(target, consumer.send(shown(), head(target), signer));
        }

        assertThat(outcomes).isEqualTo(TARGETS);
        assertThat(pair.service().getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Forgery.class)
    void whoCannotSignGetsTheSameAnswerInEveryCase(Forgery forgery) throws Exception {
        List<CraftedConsumer.Answer> answers = new ArrayList<>();
        for (String target : TARGETS.keySet()) {
            byte[] head = head(target);
            answers.add(consumer.ask(shown(), head, forged(forgery, head)));
        }

        assertThat(answers).extracting(CraftedConsumer.Answer::outcome).containsOnly(forgery.code);
        assertThat(answers)
                .extracting(CraftedConsumer.Answer::text)
                .containsOnly(answers.get(0).text());
        assertThat(pair.service().getAllServeEvents()).isEmpty();
    }

    private CraftedConsumer.Shown shown() {
        return servers.shown(SandboxIds.CONSUMER_SERVER, "TLSv1.3");
    }

    private Optional<byte[]> forged(Forgery forgery, byte[] head) throws Exception {
        return switch (forgery) {
            case NONE -> Optional.empty();
            case OF_ANOTHER_MESSAGE ->
                Optional.of(CraftedConsumer.sign(head("DEV/ORG/2222/PROVIDER/registry/a"), signer));
            case BROKEN_VALUE -> Optional.of(broken(CraftedConsumer.sign(head, signer)));
            case NO_XML -> Optional.of("none".getBytes(StandardCharsets.UTF_8));
        };
    }

    /** Another character at the start of the value, where every bit counts. */
    static byte[] broken(byte[] signature) {
        String xml = new String(signature, StandardCharsets.UTF_8);
        int start = xml.indexOf('>', xml.indexOf("SignatureValue")) + 1;
        char other = xml.charAt(start) == 'A' ? 'B' : 'A';
        return (xml.substring(0, start) + other + xml.substring(start + 1)).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] head(String target) {
        return CraftedConsumer.head("/r1/" + target, SandboxIds.CONSUMER);
    }
}
