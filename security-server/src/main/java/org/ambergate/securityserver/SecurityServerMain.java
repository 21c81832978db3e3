package org.ambergate.securityserver;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.config.SettingsException;
import org.ambergate.fault.LocalFault;
import org.ambergate.signing.TokenException;
import picocli.CommandLine;

/** {@code ambergate security-server}: starts a security server and runs until it is told to stop. */
@CommandLine.Command(
        name = "security-server",
        description = "Starts a security server from its settings file and runs until it is interrupted.",
        mixinStandardHelpOptions = true,
        versionProvider = SecurityServerMain.Version.class,
        footer = {
            "",
            "Examples:",
            "  ambergate security-server --settings /etc/ambergate/security-server.yaml",
            "  AMBERGATE_PIN=... ambergate security-server -s security-server.yaml",
            "",
            "Exit codes: 0 stopped, 2 the settings or the token cannot be used, 4 input or output failed."
        })
public final class SecurityServerMain implements java.util.concurrent.Callable<Integer> {
    /** Printed on standard output once exchanges are served; programs that start a server wait for it. */
    public static final String READY = "ready";

    private static final int UNUSABLE = 2;
    private static final int IO_FAILED = 4;

    @CommandLine.Option(
            names = {"-s", "--settings"},
            paramLabel = "FILE",
            required = true,
            description = "The settings file, security-server.yaml.")
    private Path settings = Path.of("security-server.yaml");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) {
        AheadLoading.begin();
        System.exit(new CommandLine(new SecurityServerMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            SecurityServer server = SecurityServer.start(SecurityServerSettings.read(settings));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                stopped.countDown();
            }));
            out.println(READY);
            stopped.await();
            return 0;
        } catch (SettingsException | TokenException e) {
            return refuse(String.valueOf(e.getMessage()), UNUSABLE);
        } catch (LocalFault fault) {
            return refuse(fault.text() + " (" + fault.path() + ")", UNUSABLE);
        } catch (IOException e) {
            return refuse(String.valueOf(e.getMessage()), IO_FAILED);
        }
    }

    private int refuse(String text, int exitCode) {
        spec.commandLine().getErr().println("security-server: " + text);
        return exitCode;
    }

    /** The version in the jar's manifest. */
    public static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SecurityServerMain.class.getPackage().getImplementationVersion();
            return new String[] {"ambergate " + (version == null ? "(not packaged)" : version)};
        }
    }
}
