package org.ambergate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code ambergate} command. */
@Command(
        name = "ambergate",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Operates and audits Ambergate, a secure data-exchange gateway.",
        subcommands = {VerifyCommand.class, LogCommand.class, AuditorKeyCommand.class})
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"ambergate " + (version == null ? "(not packaged)" : version)};
        }
    }
}
