package org.ambergate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ambergate log}: what can be done with a message log's directory. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = "Verifies, lists and searches message logs, and exports messages.",
        subcommands = {
            LogVerifyCommand.class,
            LogListCommand.class,
            LogSearchCommand.class,
            LogShowCommand.class,
            LogExportCommand.class,
            LogReindexCommand.class
        })
final class LogCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
