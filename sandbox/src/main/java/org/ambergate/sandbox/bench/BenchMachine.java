package org.ambergate.sandbox.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where a run took place, so that its figures can be compared.
 *
 * @param jdk version and vendor of the Java that ran it all
 * @param cpu the processor's name
 * @param cores processors that Java may use
 * @param fileSystem the type of file system that held the message logs
 * @param commit the commit the program was built from, if it runs in its repository
 */
record BenchMachine(String jdk, String cpu, int cores, String fileSystem, Optional<String> commit) {
    private static final int GIT_SECONDS_MAX = 5;
    private static final String UNKNOWN = "unknown";

    static BenchMachine of(Path folder) {
        return new BenchMachine(
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                fileSystemOf(folder),
                commitOf(System.getProperty("java.class.path")));
    }

    private static String cpuName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String fileSystemOf(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static Optional<String> commitOf(String classPath) {
        String first = classPath.split(java.io.File.pathSeparator, -1)[0];
        Optional<Path> folder =
                Optional.ofNullable(Path.of(first).toAbsolutePath().getParent());
        try {
            return folder.isEmpty() ? Optional.empty() : revision(folder.get());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<String> revision(Path folder) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "-C", folder.toString(), "rev-parse", "HEAD")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!git.waitFor(GIT_SECONDS_MAX, TimeUnit.SECONDS)) {
            git.destroyForcibly();
            return Optional.empty();
        }
        String line = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return git.exitValue() == 0 && !line.isEmpty() ? Optional.of(line) : Optional.empty();
    }
}
