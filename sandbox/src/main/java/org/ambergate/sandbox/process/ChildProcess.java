package org.ambergate.sandbox.process;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running Java program. Its standard input stays open for as long as this process lives, so that a program may take the
 * end of its input as the sign to go; when this process ends properly it also kills the child.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    private static final int NATIVE_ACCESS_FLAG_SINCE = 24;

    private final Process process;
    private final Path log;
    private final Thread killAtExit;
    private final String readyLine;

    private ChildProcess(Process process, Path log, Thread killAtExit, String readyLine) {
        this.process = process;
        this.log = log;
        this.killAtExit = killAtExit;
        this.readyLine = readyLine;
    }

    /**
     * Starts the program with this process's Java and class path, and waits until it says that it is ready.
     *
     * @throws IOException if it cannot be started, ends early or is not ready in time; it is dead then, and the message
     *     holds the end of its output
     */
    public static ChildProcess start(ChildProgram program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(program))
                .redirectError(ProcessBuilder.Redirect.appendTo(program.log().toFile()))
                .start();
        Thread killAtExit = new Thread(process::destroyForcibly, "kill-" + process.pid());
        Runtime.getRuntime().addShutdownHook(killAtExit);
        ChildOutput output = new ChildOutput(program, process);
        try {
            String line = output.ready().get(program.readyWithin().toMillis(), TimeUnit.MILLISECONDS);
            return new ChildProcess(process, program.log(), killAtExit, line);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            end(process, killAtExit);
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            String how = e instanceof TimeoutException ? " was not ready in time" : " ended before it was ready";
            throw new IOException(
                    program.mainClass() + how + ":" + System.lineSeparator() + ChildOutput.lastLines(program.log()), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** The whole line that said the program is ready; it may carry a port. */
    public String readyLine() {
        return readyLine;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The end of the output so far. */
    public String lastLines() {
        return ChildOutput.lastLines(log);
    }

    /** Kills the process as {@code kill -9} does and waits until it is gone. */
    public void kill() throws InterruptedException {
        end(process, killAtExit);
        process.waitFor();
    }

    /** Asks the process to end; kills it if it is still there after ten seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            forget(killAtExit);
        }
    }

    private static void end(Process process, Thread killAtExit) {
        process.destroyForcibly();
        forget(killAtExit);
    }

    private static void forget(Thread killAtExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(killAtExit);
        } catch (IllegalStateException e) {
            // This process is ending already, and the hook runs or has run: nothing is left to do.
            return;
        }
    }

    private static List<String> command(ChildProgram program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= NATIVE_ACCESS_FLAG_SINCE) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(collectorFlags(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        command.addAll(program.jvmFlags());
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add(program.mainClass());
        command.addAll(program.arguments());
        return command;
    }

    /** The launcher, or whoever uses it, chooses the collector (ADR 16): a child runs with the one that was named to this process. */
    static List<String> collectorFlags(List<String> ownFlags) {
        return ownFlags.stream()
                .filter(flag -> flag.startsWith("-XX:+Use") && flag.endsWith("GC"))
                .toList();
    }

    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(new File(entry).getAbsolutePath());
        }
        return String.join(File.pathSeparator, entries);
    }
}
