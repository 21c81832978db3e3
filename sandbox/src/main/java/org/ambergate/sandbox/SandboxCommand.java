package org.ambergate.sandbox;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.sandbox.service.SampleService;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.securityserver.SecurityServer;
import picocli.CommandLine;

/** {@code ambergate sandbox}: a whole ecosystem in one process, and one signed exchange through it. */
@CommandLine.Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a test certification authority with OCSP responder and time-stamping authority, a publisher of signed"
                    + " global configuration, two security servers and a sample service; sends one signed request"
                    + " through both servers and shows what each of them logged.",
            "Stays up until it is interrupted, unless --once is given."
        },
        footer = {
            "",
            "Examples:",
            "  ambergate sandbox                 start, show, stay up",
            "  ambergate sandbox --once          start, check reply and both logs, stop",
            "  ambergate sandbox --directory D   keep the servers' files, logs and all, in the new directory D",
            "  ambergate sandbox --ports free    if 8080, 5500, ... are taken on 127.0.0.11 or 127.0.0.12",
            "",
            "Exit codes: 0 all was right, 1 the exchange or a log was wrong, 2 usage, 4 input or output failed."
        })
public final class SandboxCommand implements Callable<Integer> {
    /** Time-stamps sooner than after a minute, so that whoever looks into the logs finds them. */
    private static final String SETTINGS = """
            time-stamping:
              interval: 10s
            """;

    private static final int WRONG = 1;
    private static final int IO_FAILED = 4;

    /** Which ports the servers listen on. */
    enum Ports {
        AUTO,
        STANDARD,
        FREE
    }

    @CommandLine.Option(names = "--once", description = "Check the reply and both logs, then stop.")
    private boolean once;

    @CommandLine.Option(
            names = "--ports",
            paramLabel = "WHICH",
            defaultValue = "AUTO",
            description = "standard (8080, 8443, 5500, 5577, 4000), free (any), or auto: standard if they are free.")
    private Ports ports = Ports.AUTO;

    @CommandLine.Option(
            names = "--keys",
            paramLabel = "KIND",
            defaultValue = "P256",
            description = "Kind of the servers' keys: p256 or rsa_2048.")
    private KeyKind keys = KeyKind.P256;

    @CommandLine.Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the servers' files go; a temporary directory that is removed at the end by default.")
    private Path directory = Path.of("");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (WorkingDirectory work = WorkingDirectory.of(directory)) {
            return run(out, work.path());
        } catch (InterruptedException e) {
            throw e;
        } catch (IOException e) {
            return fail(e, IO_FAILED);
        } catch (Exception e) {
            return fail(e, WRONG);
        }
    }

    private int run(PrintWriter out, Path work) throws Exception {
        Steps steps = new Steps(out);
        SandboxPorts chosen = choosePorts(out);
        out.println("Ambergate sandbox");
        try (SampleService service = steps.step("Sample service", SampleService::start);
                Ecosystem ecosystem = steps.step(
                        "Certification authority, OCSP, TSA, global configuration",
                        () -> Ecosystem.start(new Ecosystem.Plan(work, chosen, keys, address(service), SETTINGS)));
                SecurityServer provider = steps.step(
                        "Security server " + SandboxIds.PROVIDER_SERVER.encoded(), () -> start(ecosystem.provider()));
                SecurityServer consumer = steps.step(
                        "Security server " + SandboxIds.CONSUMER_SERVER.encoded(), () -> start(ecosystem.consumer()))) {
            FirstExchange exchange = steps.step("One signed request", () -> FirstExchange.send(ecosystem));
            exchange.print(out);
            boolean logged = LoggedRecords.areComplete(ecosystem, exchange.requestId());
            LoggedRecords.print(ecosystem, exchange.requestId(), out);
            if (once) {
                return check(out, ecosystem, exchange, logged);
            }
            stayUp(out, ecosystem, provider, consumer);
            return exchange.isRight() && logged ? 0 : WRONG;
        }
    }

    private SandboxPorts choosePorts(PrintWriter out) throws IOException {
        if (ports == Ports.FREE) {
            return SandboxPorts.free();
        }
        if (SandboxPorts.STANDARD.areFree()) {
            return SandboxPorts.STANDARD;
        }
        if (ports == Ports.STANDARD) {
            throw new IOException("A port of 8080, 8443, 5500, 5577, 4000 is taken on 127.0.0.11 or 127.0.0.12;"
                    + " try --ports free");
        }
        out.println("A standard port is taken; using free ones.");
        return SandboxPorts.free();
    }

    private static SecurityServer start(ServerHome home) throws Exception {
        return SecurityServer.start(SecurityServerSettings.read(home.settings()));
    }

    private static InetSocketAddress address(SampleService service) {
        return service.address();
    }

    private static int check(PrintWriter out, Ecosystem ecosystem, FirstExchange exchange, boolean logged)
            throws IOException {
        boolean consumerVerifies = LoggedRecords.verify(ecosystem.consumer(), out);
        boolean providerVerifies = LoggedRecords.verify(ecosystem.provider(), out);
        boolean right = exchange.isRight() && logged && consumerVerifies && providerVerifies;
        out.println(right ? "All of it was right." : "Something was wrong; see above.");
        out.flush();
        return right ? 0 : WRONG;
    }

    private void stayUp(PrintWriter out, Ecosystem ecosystem, SecurityServer provider, SecurityServer consumer)
            throws InterruptedException {
        out.println();
        out.println("Try it:");
        out.printf(
                "  curl -i -H 'X-Road-Client: %s' %s%s/persons%n",
                SandboxIds.CONSUMER.encoded(), ecosystem.consumerUrl(), SandboxIds.servicePath());
        out.println();
        out.printf(
                "Health:  curl http://%s:%d/readyz%n",
                ecosystem.consumer().address(),
                consumer.addresses().administration().getPort());
        out.printf(
                "Meters:  curl http://%s:%d/metrics%n",
                ecosystem.provider().address(),
                provider.addresses().administration().getPort());
        out.printf(
                "Logs:    ./ambergate log verify --trust %s %s%n",
                ecosystem.consumer().globalConfiguration(), ecosystem.consumer().messageLog());
        printAudit(out, ecosystem.consumer());
        out.println();
        out.println(
                directory.toString().isEmpty()
                        ? "Running. Ctrl-C stops it and removes its files; --directory DIR keeps them in DIR."
                        : "Running. Ctrl-C stops it; its files stay in " + directory + ".");
        out.flush();
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            interrupted.countDown();
            joinBriefly(main);
        }));
        interrupted.await();
    }

    /** With the configuration beside the containers, the last line works when the sandbox has stopped, too. */
    private static void printAudit(PrintWriter out, ServerHome home) {
        String service = SandboxIds.PROVIDER.encoded() + "/" + SandboxIds.SERVICE_CODE;
        out.println();
        out.println("Evidence (the exchange is time-stamped within some seconds):");
        out.printf("  ./ambergate log search --service %s %s%n", service, home.messageLog());
        out.printf(
                "  ./ambergate log export --service %s --trust %s -o evidence %s%n",
                service, home.globalConfiguration(), home.messageLog());
        out.println("  ./ambergate verify --trust evidence/verificationconf.zip evidence");
    }

    /** Lets the main thread close the servers and remove its files before the process ends. */
    private static void joinBriefly(Thread main) {
        try {
            main.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int fail(Exception e, int exitCode) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("sandbox: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        if (e.getCause() != null) {
            err.println("  because: " + e.getCause().getMessage());
        }
        return exitCode;
    }
}
