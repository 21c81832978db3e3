package org.ambergate.sandbox.program;

import org.ambergate.sandbox.GatewayPair;
import org.ambergate.sandbox.SandboxCommand;
import org.ambergate.sandbox.bench.BenchCommand;
import org.ambergate.sandbox.kill.KillCommand;
import org.ambergate.securityserver.SecurityServerMain;
import picocli.CommandLine;

/** {@code ambergate sandbox} and {@code ambergate bench}. */
@CommandLine.Command(
        name = "ambergate",
        mixinStandardHelpOptions = true,
        versionProvider = SecurityServerMain.Version.class,
        subcommands = {SandboxCommand.class, KillCommand.class})
public final class SandboxMain {
    private SandboxMain() {}

    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new SandboxMain());
        commandLine.addSubcommand(new BenchCommand(new GatewayPair.Starter(), System.out, System.err));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(commandLine.execute(arguments));
    }
}
