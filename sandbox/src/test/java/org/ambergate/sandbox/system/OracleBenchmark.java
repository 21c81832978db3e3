package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.signature.SigningCredential;
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
        CraftedServers servers = new CraftedServers();
        try (RunningPair pair = RunningPair.start(directory, KeyKind.P256, OracleTest.SERVICES, servers::join)) {
            pair.resetService();
            CraftedConsumer consumer =
                    new CraftedConsumer(pair.providerServer().addresses().server());
            Map<String, Long> medians = medians(consumer, servers);

            medians.forEach((target, nanos) -> System.out.println(nanos / 1000 + " us " + target));
            double least = Collections.min(medians.values());
            assertThat(Collections.max(medians.values())).isLessThan((long) (least * (1 + APART_MAX)));
        }
    }

    /** The cases take turns, so that whatever else happens on the machine happens to all of them. */
    private static Map<String, Long> medians(CraftedConsumer consumer, CraftedServers servers) throws Exception {
        Map<String, List<Long>> samples = new TreeMap<>();
        CraftedConsumer.Shown shown = servers.shown(SandboxIds.CONSUMER_SERVER, "TLSv1.3");
        SigningCredential signer = servers.credential(SandboxIds.CONSUMER_MEMBER);
        List<String> targets = new ArrayList<>(OracleTest.TARGETS.keySet());
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            Collections.shuffle(targets);
            for (String target : targets) {
                byte[] head = OracleTest.head(target);
                byte[] broken = OracleTest.broken(CraftedConsumer.sign(head, signer));
                CraftedConsumer.Answer answer = consumer.ask(shown, head, Optional.of(broken));
                assertThat(answer.outcome()).contains("invalid_signature_value");
                if (round >= WARM_UP) {
                    samples.computeIfAbsent(target, t -> new ArrayList<>()).add(answer.nanos());
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
}
