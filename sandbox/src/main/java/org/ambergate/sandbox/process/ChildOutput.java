package org.ambergate.sandbox.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/**
 * Copies a process's standard output to its log file, line by line, and watches for the line that says it is ready. Its
 * standard error goes to the same file without passing through here.
 */
final class ChildOutput {
    // Enough of the end to see why a start failed.
    private static final int LAST_BYTES = 4 * 1024;

    private final ChildProgram program;
    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    ChildOutput(ChildProgram program, Process process) {
        this.program = program;
        this.process = process;
        Thread thread = new Thread(this::copy, "output-of-" + process.pid());
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes with the ready line, or fails when the output ends without one. */
    CompletableFuture<String> ready() {
        return ready;
    }

    /** The end of the log file. */
    static String lastLines(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - LAST_BYTES);
            byte[] bytes = new byte[(int) Math.min(LAST_BYTES, file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "(its output cannot be read)";
        }
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
                if (line.startsWith(program.readyPrefix())) {
                    ready.complete(line);
                }
            }
            ready.completeExceptionally(new IOException("The process ended before it was ready"));
        } catch (IOException e) {
            // Also how reading ends after a kill.
            ready.completeExceptionally(e);
        }
    }
}
