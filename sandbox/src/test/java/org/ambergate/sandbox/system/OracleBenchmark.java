package org.ambergate.sandbox.system;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.ambergate.net.HostNames;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether the time of a refusal tells what the code does not (threat T-46). Not part of the tests; run it on a quiet machine
 * with {@code ./mvnw -pl sandbox -am test -Dtest=OracleBenchmark -Dsurefire.failIfNoSpecifiedTests=false}. Prints the median
 * of each case.
 */
final class OracleBenchmark {
    private static final int ROUNDS = 3_000;
    private static final int WARM_UP = 500;

    /** Far above the noise of a quiet machine, far below what calling a service would add. */
    private static final double APART_MAX = 0.20;

    @Test
    void aBadSignatureTakesAsLongWhateverWasAskedFor(@TempDir Path directory) throws Exception {
        try (RunningPair pair = RunningPair.start(
                        directory,
                        KeyKind.P256,
                        (ecosystem, port) -> Files.writeString(
                                ecosystem.provider().services(),
                                OracleTest.SERVICES.replace("PORT", Integer.toString(port))),
                        HostNames.SYSTEM);
                SignedProbe probe = new SignedProbe(
                        pair.ecosystem().consumer(),
                        pair.providerServer().addresses().server())) {
            pair.service().stubFor(any(anyUrl()).willReturn(ok()));
            Map<String, Long> medians = medians(probe);

            medians.forEach((target, nanos) -> System.out.println(nanos / 1000 + " us " + target));
            double least = Collections.min(medians.values());
            assertThat(Collections.max(medians.values())).isLessThan((long) (least * (1 + APART_MAX)));
        }
    }

    /** The cases take turns, so that whatever else happens on the machine happens to all of them. */
    private static Map<String, Long> medians(SignedProbe probe) throws Exception {
        Map<String, List<Long>> samples = new TreeMap<>();
        List<String> targets = new ArrayList<>(OracleTest.TARGETS.keySet());
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            Collections.shuffle(targets);
            for (String target : targets) {
                long nanos = time(probe, target);
                if (round >= WARM_UP) {
                    samples.computeIfAbsent(target, t -> new ArrayList<>()).add(nanos);
                }
            }
        }
        Map<String, Long> medians = new TreeMap<>();
        samples.forEach((target, nanos) -> {
            Collections.sort(nanos);
            medians.put(target, nanos.get(nanos.size() / 2));
        });
        return medians;
    }

    private static long time(SignedProbe probe, String target) throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] head = OracleTest.head(target, id);
        byte[] broken = OracleTest.broken(probe.sign(head));
        long start = System.nanoTime();
        SignedProbe.Answer answer = probe.send(id, head, Optional.of(broken));
        long took = System.nanoTime() - start;
        assertThat(answer.code()).contains("invalid_signature_value");
        return took;
    }
}
