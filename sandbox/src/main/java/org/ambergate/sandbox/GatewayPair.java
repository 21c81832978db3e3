package org.ambergate.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ambergate.fault.LocalFault;
import org.ambergate.sandbox.bench.GatewayPairStarter;
import org.ambergate.sandbox.bench.MeasuredPair;
import org.ambergate.sandbox.bench.PairSettings;
import org.ambergate.sandbox.process.ChildProcess;
import org.ambergate.sandbox.process.ChildProgram;
import org.ambergate.securityserver.SecurityServerMain;
import org.ambergate.signing.TokenException;

/** Two security servers, each a process of its own, with everything on. */
public final class GatewayPair implements MeasuredPair {
    private static final Duration START_MAX = Duration.ofSeconds(60);

    /** Rounds of time-stamping are so short here that each measured round has its share of them. */
    private static final String BENCH_SETTINGS = """
            time-stamping:
              interval: 2s
            """;

    private final Ecosystem ecosystem;
    private final ChildProcess provider;
    private final ChildProcess consumer;

    private GatewayPair(Ecosystem ecosystem, ChildProcess provider, ChildProcess consumer) {
        this.ecosystem = ecosystem;
        this.provider = provider;
        this.consumer = consumer;
    }

    /** Starts pairs for the bench. */
    public static final class Starter implements GatewayPairStarter {
        @Override
        public MeasuredPair start(PairSettings settings) throws IOException, InterruptedException {
            try {
                Ecosystem ecosystem = Ecosystem.start(new Ecosystem.Plan(
                        settings.folder(),
                        SandboxPorts.free(),
                        settings.keyKind(),
                        settings.service(),
                        BENCH_SETTINGS));
                return GatewayPair.start(ecosystem, settings.jvmFlags());
            } catch (TokenException | LocalFault e) {
                throw new IOException("The gateway pair cannot be set up: " + e.getMessage(), e);
            }
        }
    }

    /** Starts both servers of an ecosystem. */
    static GatewayPair start(Ecosystem ecosystem, List<String> jvmFlags) throws IOException, InterruptedException {
        ChildProcess provider = startServer(ecosystem.provider(), jvmFlags);
        try {
            return new GatewayPair(ecosystem, provider, startServer(ecosystem.consumer(), jvmFlags));
        } catch (IOException | InterruptedException | RuntimeException e) {
            provider.close();
            throw e;
        }
    }

    /** Starts one server as a process of its own and returns when it serves. */
    public static ChildProcess startServer(ServerHome home, List<String> jvmFlags)
            throws IOException, InterruptedException {
        Path log = home.directory().resolve("server.log");
        Files.createDirectories(home.directory());
        return ChildProcess.start(new ChildProgram(
                SecurityServerMain.class.getName(),
                jvmFlags,
                List.of("--settings", home.settings().toString()),
                SecurityServerMain.READY,
                START_MAX,
                log));
    }

    @Override
    public URI baseUrl() {
        return URI.create(ecosystem.consumerUrl() + SandboxIds.servicePath());
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("X-Road-Client", SandboxIds.CONSUMER.encoded());
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of(consumer.handle(), provider.handle());
    }

    @Override
    public void close() {
        consumer.close();
        provider.close();
        ecosystem.close();
    }
}
