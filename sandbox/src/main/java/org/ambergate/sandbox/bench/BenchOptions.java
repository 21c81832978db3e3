package org.ambergate.sandbox.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ambergate.sandbox.trustservices.KeyKind;

/**
 * What to measure, and for how long.
 *
 * @param profiles the exchanges to repeat
 * @param connections the numbers of connections to load with
 * @param rounds how often each case is measured on each pair
 * @param measured the time that counts in each round
 * @param warmUp the length of one part of the warm-up, which lasts until a pair gets no faster
 * @param keyKind the type of all keys
 * @param heap the heap of each server, as in {@code -Xmx}
 * @param bareOnly whether only the bare pair is measured
 * @param folder where both pairs keep their files; what the journal's syncs cost depends on its file system
 */
public record BenchOptions(
        List<LoadProfile> profiles,
        List<Integer> connections,
        int rounds,
        Duration measured,
        Duration warmUp,
        KeyKind keyKind,
        String heap,
        boolean bareOnly,
        Path folder) {
    public BenchOptions {
        profiles = List.copyOf(profiles);
        connections = List.copyOf(connections);
        if (profiles.isEmpty() || connections.isEmpty() || rounds < 1 || measured.isZero() || measured.isNegative()) {
            throw new IllegalArgumentException("There is nothing to measure");
        }
    }

    PairSettings pairSettings(java.net.InetSocketAddress service, Path pairFolder) {
        return new PairSettings(service, keyKind, List.of("-Xmx" + heap), pairFolder);
    }

    int cases() {
        return profiles.size() * connections.size();
    }
}
