package org.ambergate.sandbox.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Copies a process's output to its log file, line by line, and watches for the line that says it is ready. */
final class ChildOutput {
    // Enough of the end to see why a start failed.
    private static final int LAST_LINES = 20;

    private final ChildProgram program;
    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Deque<String> last = new ArrayDeque<>(); // guarded by this
    private final Thread thread;

    ChildOutput(ChildProgram program, Process process) {
        this.program = program;
        this.process = process;
        this.thread = new Thread(this::copy, "output-of-" + process.pid());
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes with the ready line, or fails when the output ends without one. */
    CompletableFuture<String> ready() {
        return ready;
    }

    synchronized String lastLines() {
        return String.join(System.lineSeparator(), last);
    }

    private void copy() {
        try (BufferedReader reader =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter log =
                        Files.newBufferedWriter(program.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.write(line);
                log.newLine();
                log.flush();
                remember(line);
            }
            ready.completeExceptionally(new IOException("The process ended before it was ready"));
        } catch (IOException e) {
            // Also how reading ends after a kill.
            ready.completeExceptionally(e);
        }
    }

    private void remember(String line) {
        synchronized (this) {
            if (last.size() == LAST_LINES) {
                last.removeFirst();
            }
            last.addLast(line);
        }
        if (line.startsWith(program.readyPrefix())) {
            ready.complete(line);
        }
    }
}
