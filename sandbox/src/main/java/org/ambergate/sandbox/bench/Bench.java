package org.ambergate.sandbox.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the bare pair and the gateway pair in one run: same machine, same service, same load, in turns, so that whatever
 * else the machine does meets both.
 */
final class Bench {
    // A pair that was idle while the other was measured gets its connections and caches back before counting starts.
    private static final Duration SETTLE = Duration.ofMillis(500);
    // A cold pair gains several times its speed within seconds; five percent is about the noise of a quiet machine.
    private static final double STILL_FASTER = 1.05;
    // A machine so noisy that every part looks faster than the last must not warm up for ever.
    private static final int WARM_UPS_MAX = 12;
    private static final String BARE = "bare";
    private static final String GATEWAY = "gateway";

    private final BenchOptions options;
    private final InetSocketAddress service;
    private final BenchProgress progress;

    Bench(BenchOptions options, InetSocketAddress service, BenchProgress progress) {
        this.options = options;
        this.service = service;
        this.progress = progress;
    }

    /**
     * Starts the pairs, measures, and stops them.
     *
     * @throws IOException if a pair does not start or does not answer at all
     */
    BenchReport run(GatewayPairStarter gatewayStarter) throws IOException, InterruptedException {
        progress.says("Starting the bare pair");
        try (MeasuredPair bare = BarePair.start(settings(BARE));
                LoadGenerator load = new LoadGenerator()) {
            if (options.bareOnly()) {
                return measure(Map.of(BARE, bare), load);
            }
            progress.says("Starting the gateway pair");
            try (MeasuredPair gateway = gatewayStarter.start(settings(GATEWAY))) {
                Map<String, MeasuredPair> pairs = new LinkedHashMap<>();
                pairs.put(BARE, bare);
                pairs.put(GATEWAY, gateway);
                return measure(pairs, load);
            }
        }
    }

    private PairSettings settings(String name) throws IOException {
        Path folder = Files.createDirectories(options.folder().resolve(name));
        return options.pairSettings(service, folder);
    }

    private BenchReport measure(Map<String, MeasuredPair> pairs, LoadGenerator load)
            throws IOException, InterruptedException {
        for (LoadProfile profile : options.profiles()) {
            for (Map.Entry<String, MeasuredPair> pair : pairs.entrySet()) {
                warmUp(profile, pair.getKey(), pair.getValue(), load);
            }
        }
        List<CaseResult> cases = new ArrayList<>();
        for (LoadProfile profile : options.profiles()) {
            for (int connections : options.connections()) {
                cases.add(measureCase(profile, connections, pairs, load));
                progress.says(cases.size() + " of " + options.cases() + " cases done");
            }
        }
        return new BenchReport(BenchMachine.of(options.folder()), options, cases);
    }

    /** Loads until the pair no longer gets faster: a server that is still being compiled is not the one to measure. */
    private void warmUp(LoadProfile profile, String name, MeasuredPair pair, LoadGenerator load)
            throws IOException, InterruptedException {
        int connections =
                options.connections().stream().mapToInt(Integer::intValue).max().orElseThrow();
        LoadPlan plan = new LoadPlan(connections, SETTLE, options.warmUp());
        double fastest = 0;
        for (int slice = 1; slice <= WARM_UPS_MAX; slice++) {
            LoadResult result = load.run(profile.request(pair), plan, LoadGenerator.Observer.none());
            if (result.allExchanges() == 0) {
                throw new IOException("The " + name + " pair gave no right answer to " + profile.label() + " ("
                        + result.errors() + " wrong ones)");
            }
            double rate = result.requestsPerSecond();
            progress.says(String.format(
                    Locale.ROOT, "Warming up the %s pair, %s, part %d: %.0f/s", name, profile.label(), slice, rate));
            if (slice > 1 && rate < fastest * STILL_FASTER) {
                return;
            }
            fastest = Math.max(fastest, rate);
        }
    }

    private CaseResult measureCase(
            LoadProfile profile, int connections, Map<String, MeasuredPair> pairs, LoadGenerator load)
            throws IOException, InterruptedException {
        Map<String, List<RoundFigures>> rounds = new LinkedHashMap<>();
        LoadPlan plan = new LoadPlan(connections, SETTLE, options.measured());
        for (int round = 1; round <= options.rounds(); round++) {
            for (Map.Entry<String, MeasuredPair> pair : pairs.entrySet()) {
                RoundFigures figures = new PairMeter(pair.getValue()).measure(load, profile, plan);
                rounds.computeIfAbsent(pair.getKey(), name -> new ArrayList<>()).add(figures);
                progress.says(String.format(
                        Locale.ROOT,
                        "%s, %d connections, round %d of %d, %s: %.0f/s%s",
                        profile.label(),
                        connections,
                        round,
                        options.rounds(),
                        pair.getKey(),
                        figures.requestsPerSecond(),
                        figures.errors() == 0 ? "" : ", " + figures.errors() + " errors"));
            }
        }
        return new CaseResult(
                profile,
                connections,
                PairFigures.of(rounds.getOrDefault(BARE, List.of())),
                Optional.ofNullable(rounds.get(GATEWAY)).map(PairFigures::of));
    }
}
