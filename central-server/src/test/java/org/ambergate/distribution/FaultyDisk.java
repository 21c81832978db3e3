package org.ambergate.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of which one call fails, before or after it took effect, once or from then on. It does not wait for the platters:
 * no power fails in these tests.
 */
final class FaultyDisk implements PublicationDisk {
    private final PublicationDisk disk = new LocalDisk();
    private final int failing;
    private final boolean afterEffect;
    private final boolean forEver;
    private int calls;

    /**
     * Makes a disk.
     *
     * @param failing the number of the first call that fails, from 1
     */
    FaultyDisk(int failing, boolean afterEffect, boolean forEver) {
        this.failing = failing;
        this.afterEffect = afterEffect;
        this.forEver = forEver;
    }

    /** A disk of which nothing fails. */
    static FaultyDisk none() {
        return new FaultyDisk(Integer.MAX_VALUE, false, false);
    }

    /** Whether any call has failed. */
    boolean hasFailed() {
        return calls >= failing;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        call(() -> disk.createDirectories(directory));
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        call(() -> Files.write(file, content));
    }

    @Override
    public void sync(Path directory) throws IOException {
        call(() -> {});
    }

    @Override
    public void link(Path link, Path target) throws IOException {
        call(() -> disk.link(link, target));
    }

    @Override
    public void delete(Path path) throws IOException {
        call(() -> disk.delete(path));
    }

    private interface Call {
        void run() throws IOException;
    }

    private void call(Call call) throws IOException {
        calls++;
        boolean fails = forEver ? calls >= failing : calls == failing;
        if (!fails || afterEffect) {
            call.run();
        }
        if (fails) {
            throw new IOException("Call " + calls + " fails");
        }
    }
}
