package org.ambergate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.ambergate.asic.ContainerVerifier;

/** Verifies many containers on all processors. Each processor holds one container in memory at a time. */
final class ContainerRun {
    private static final String SUFFIX = ".asice";

    private final ContainerVerifier verifier;

    ContainerRun(ContainerVerifier verifier) {
        this.verifier = verifier;
    }

    /**
     * Verifies files, and the containers below directories.
     *
     * @param visible whether progress is shown, if somebody is there to see it
     * @return in the order given; within a directory by name
     * @throws IOException if a directory cannot be searched, or there is nothing to verify
     */
    List<VerifiedFile> verify(List<Path> places, boolean visible) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            files.addAll(containers(place));
        }
        if (files.isEmpty()) {
            throw new java.nio.file.NoSuchFileException("no file ending in " + SUFFIX + " was found");
        }
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(files.size(), Runtime.getRuntime().availableProcessors()));
        FileProgress progress = FileProgress.of(files.size(), visible);
        try {
            List<Future<VerifiedFile>> pending = files.stream()
                    .map(file -> threads.submit(() -> verify(file)))
                    .toList();
            List<VerifiedFile> verified = new ArrayList<>(files.size());
            for (Future<VerifiedFile> one : pending) {
                verified.add(one.get());
                progress.done(verified.size());
            }
            return verified;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A verification broke off", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            threads.shutdownNow();
            progress.end();
        }
    }

    private VerifiedFile verify(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new VerifiedFile(file, Optional.of(verifier.verify(in)), "");
        } catch (IOException e) {
            return new VerifiedFile(file, Optional.empty(), "Cannot read: " + e.getMessage());
        }
    }

    /** Links are not followed into directories, so the search ends. */
    private static List<Path> containers(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> below = Files.walk(place)) {
            return below.filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
