package org.ambergate.sandbox.kill;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.sandbox.Ecosystem;
import org.ambergate.sandbox.GatewayPair;
import org.ambergate.sandbox.LogFiles;
import org.ambergate.sandbox.SandboxPorts;
import org.ambergate.sandbox.ServerHome;
import org.ambergate.sandbox.process.ChildProcess;
import org.ambergate.sandbox.service.SampleService;
import org.ambergate.sandbox.trustservices.KeyKind;

/**
 * Kills one of two security servers at a random moment under load, starts it again, and so on. At the end every reply
 * that a client had read to its end must be in both logs, request and response, and both logs must be intact.
 */
public final class KillLoop {
    private static final int CLIENTS = 8;
    private static final long PAUSE_MILLIS_MAX = 1_500;
    private static final List<String> JVM_FLAGS = List.of("-Xmx256m");

    private final Ecosystem ecosystem;
    private final PrintWriter out;
    private final Random random;

    private KillLoop(Ecosystem ecosystem, PrintWriter out, Random random) {
        this.ecosystem = ecosystem;
        this.out = out;
        this.random = random;
    }

    /**
     * What a loop found.
     *
     * @param kills how often a server was killed
     * @param delivered replies read to their end
     * @param failures requests that got an error or nothing
     * @param lost identifiers of delivered replies that a log lacks
     * @param complaints what is wrong with a log
     */
    public record Result(int kills, int delivered, long failures, Set<String> lost, List<String> complaints) {
        public boolean isRight() {
            return delivered > 0 && lost.isEmpty() && complaints.isEmpty();
        }
    }

    /**
     * Runs a loop in a directory of its own.
     *
     * @param kills how often to kill; the two servers take turns at random
     * @param seed makes the moments repeatable
     */
    public static Result run(Path directory, int kills, long seed, PrintWriter out) throws Exception {
        try (SampleService service = SampleService.start();
                Ecosystem ecosystem = Ecosystem.start(
                        new Ecosystem.Plan(directory, SandboxPorts.free(), KeyKind.P256, service.address(), ""))) {
            return new KillLoop(ecosystem, out, new Random(seed)).run(kills);
        }
    }

    @SuppressWarnings("try") // the clients are stopped before the logs are read, and once more on the way out
    private Result run(int kills) throws IOException, InterruptedException {
        ChildProcess[] servers = {start(ecosystem.consumer()), start(ecosystem.provider())};
        ServerHome[] homes = {ecosystem.consumer(), ecosystem.provider()};
        try (Clients clients = Clients.start(ecosystem, CLIENTS)) {
            awaitTraffic(clients, 0);
            for (int i = 1; i <= kills; i++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(PAUSE_MILLIS_MAX)));
                int which = random.nextInt(servers.length);
                servers[which].kill();
                int before = clients.delivered().size();
                servers[which] = start(homes[which]);
                awaitTraffic(clients, before);
                out.printf(
                        "kill %d of %d: %s, %d replies so far%n",
                        i,
                        kills,
                        homes[which].server().serverCode(),
                        clients.delivered().size());
                out.flush();
            }
            clients.close();
            return check(kills, clients);
        } finally {
            servers[0].close();
            servers[1].close();
        }
    }

    private static ChildProcess start(ServerHome home) throws IOException, InterruptedException {
        return GatewayPair.startServer(home, JVM_FLAGS);
    }

    /** Kills mean nothing without traffic, so the next one waits for a few replies. */
    private static void awaitTraffic(Clients clients, int before) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (clients.delivered().size() < before + CLIENTS) {
            if (System.nanoTime() > end) {
                throw new IOException("No replies within 60 s after a restart");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private Result check(int kills, Clients clients) throws IOException {
        List<String> complaints = new java.util.ArrayList<>();
        Set<String> lost = new HashSet<>(clients.delivered());
        Set<String> inBoth = complete(ecosystem.consumer(), complaints);
        inBoth.retainAll(complete(ecosystem.provider(), complaints));
        lost.removeAll(inBoth);
        return new Result(kills, clients.delivered().size(), clients.failures(), lost, complaints);
    }

    /** Identifiers of the exchanges whose request and response a log holds. */
    private static Set<String> complete(ServerHome home, List<String> complaints) throws IOException {
        Set<String> requests = new HashSet<>();
        Set<String> responses = new HashSet<>();
        AuditReport report = LogFiles.audit(home.messageLog(), (place, record) -> {
            if (record instanceof LogRecord.Message logged) {
                (logged.message().direction() == MessageDirection.REQUEST ? requests : responses)
                        .add(logged.message().exchange().requestId());
            }
        });
        report.finding()
                .map(Finding::reason)
                .ifPresent(reason -> complaints.add(home.server().serverCode() + ": " + reason));
        requests.retainAll(responses);
        return requests;
    }
}
