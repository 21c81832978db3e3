package org.ambergate.sandbox.kill;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code ambergate kill-loop}: the kill loop from the command line. */
@CommandLine.Command(
        name = "kill-loop",
        mixinStandardHelpOptions = true,
        description = "Kills security servers under load and checks that no delivered reply is missing from a log.",
        footer = {
            "",
            "Examples:",
            "  ambergate kill-loop               30 kills",
            "  ambergate kill-loop --kills 5",
            "",
            "Exit codes: 0 nothing was lost, 1 something was."
        })
public final class KillCommand implements Callable<Integer> {
    @CommandLine.Option(names = "--kills", paramLabel = "N", description = "How often to kill a server. Default: 30")
    private int kills = 30;

    @CommandLine.Option(names = "--seed", paramLabel = "N", description = "Repeats the moments of an earlier run.")
    private long seed = System.nanoTime();

    @CommandLine.Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the servers' files go and stay.")
    private Path directory = Path.of("");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path work = directory.toString().isEmpty()
                ? Files.createTempDirectory("ambergate-kill-")
                : directory.toAbsolutePath();
        out.println("Killing " + kills + " times; seed " + seed + "; files in " + work);
        KillLoop.Result result = KillLoop.run(work, kills, seed, out);
        out.printf(
                "%d kills, %d replies delivered, %d requests failed, %d lost, logs: %s%n",
                result.kills(),
                result.delivered(),
                result.failures(),
                result.lost().size(),
                result.complaints().isEmpty() ? "intact" : result.complaints());
        out.flush();
        return result.isRight() ? 0 : 1;
    }
}
