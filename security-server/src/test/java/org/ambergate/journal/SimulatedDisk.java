package org.ambergate.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.ambergate.messagelog.LogSegment;

/**
 * A disk with a cache in front, in memory. What is not synced may be lost at a loss of power, sector by sector; a failed
 * sync leaves the cache saying that all is written; and the k-th call can be made to fail.
 */
final class SimulatedDisk implements LogStorage {
    static final int SECTOR = 512;

    /** What happens at the call that fails. */
    enum Effect {
        /** Nothing is done. */
        NONE,
        /** A part of a write is done; for other calls, nothing. */
        PART,
        /** All is done, and the caller hears that it was not. */
        WHOLE
    }

    private final Random random;
    private Map<String, Inode> names = new LinkedHashMap<>();
    private Map<String, Inode> durableNames = new LinkedHashMap<>();
    private final List<Map<String, Inode>> directoryStates = new ArrayList<>();
    private int calls;
    private int failAt = Integer.MAX_VALUE;
    private boolean failForEver;
    private Effect effect = Effect.NONE;
    private boolean locked;

    SimulatedDisk(long seed) {
        this.random = new Random(seed);
    }

    /** Makes the k-th call from now on fail, once or with all that follow. */
    synchronized void failAt(int k, boolean forEver, Effect what) {
        calls = 0;
        failAt = k;
        failForEver = forEver;
        effect = what;
    }

    synchronized void heal() {
        failAt = Integer.MAX_VALUE;
    }

    /** Calls since the start, or since the last plan to fail. */
    synchronized int calls() {
        return calls;
    }

    /** The process is gone; the cache is not. */
    synchronized void kill() {
        heal();
        locked = false;
    }

    /** The process and the cache are gone. Of what was not synced, any part may have reached the disk. */
    synchronized void losePower() {
        kill();
        List<Map<String, Inode>> possible = new ArrayList<>(directoryStates);
        possible.add(0, durableNames);
        names = new LinkedHashMap<>(possible.get(random.nextInt(possible.size())));
        names.values().forEach(inode -> inode.losePower(random));
        durableNames = new LinkedHashMap<>(names);
        directoryStates.clear();
    }

    /** Puts a file there, durable. */
    synchronized void put(String name, byte[] bytes) {
        Inode inode = new Inode();
        inode.cached = bytes.clone();
        inode.durable = bytes.clone();
        names.put(name, inode);
        durableNames.put(name, inode);
    }

    /** A file as the process sees it. */
    synchronized byte[] get(String name) throws IOException {
        Inode inode = names.get(name);
        if (inode == null) {
            throw new FileNotFoundException(name);
        }
        return inode.cached.clone();
    }

    synchronized SimulatedDisk mounted() throws IOException {
        if (locked) {
            throw new LogInUseException();
        }
        locked = true;
        return this;
    }

    synchronized List<LogSegment> segments() {
        return names.entrySet().stream()
                .filter(e -> e.getKey().endsWith(".segment"))
                .sorted(Map.Entry.comparingByKey())
                .map(e -> (LogSegment) new Handle(e.getKey(), e.getValue()))
                .toList();
    }

    @Override
    public synchronized List<String> list() throws IOException {
        List<String> found = List.copyOf(names.keySet());
        call(() -> {});
        return found;
    }

    @Override
    public synchronized LogFile create(String name) throws IOException {
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        Inode inode = new Inode();
        call(() -> changeDirectory(() -> names.put(name, inode)));
        return new Handle(name, inode);
    }

    @Override
    public synchronized LogFile open(String name) throws IOException {
        Inode inode = names.get(name);
        if (inode == null) {
            throw new FileNotFoundException(name);
        }
        call(() -> {});
        return new Handle(name, inode);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        Inode inode = names.get(from);
        if (inode == null || names.containsKey(to)) {
            throw new FileNotFoundException(from);
        }
        call(() -> changeDirectory(() -> {
            names.remove(from);
            names.put(to, inode);
        }));
    }

    @Override
    public synchronized void replace(String from, String to) throws IOException {
        Inode inode = names.get(from);
        if (inode == null || !names.containsKey(to)) {
            throw new FileNotFoundException(from);
        }
        call(() -> changeDirectory(() -> {
            names.remove(from);
            names.put(to, inode);
        }));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        if (!names.containsKey(name)) {
            throw new FileNotFoundException(name);
        }
        call(() -> changeDirectory(() -> names.remove(name)));
    }

    @Override
    public synchronized void syncDirectory() throws IOException {
        call(() -> {
            durableNames = new LinkedHashMap<>(names);
            directoryStates.clear();
        });
    }

    @Override
    public synchronized void close() {
        locked = false;
    }

    private void changeDirectory(Runnable change) {
        change.run();
        directoryStates.add(new LinkedHashMap<>(names));
    }

    private void call(Runnable action) throws IOException {
        call(action, () -> {});
    }

    private synchronized void call(Runnable action, Runnable failedPart) throws IOException {
        calls++;
        boolean fails = calls == failAt || (failForEver && calls > failAt);
        if (!fails || (effect == Effect.WHOLE && calls == failAt)) {
            action.run();
        } else {
            failedPart.run();
        }
        if (fails) {
            throw new IOException("The simulated disk failed at call " + calls);
        }
    }

    /** A file's bytes: as the process sees them, and as they stand on the disk. */
    private static final class Inode {
        private byte[] cached = new byte[0];
        private byte[] durable = new byte[0];
        private final BitSet dirty = new BitSet();

        void write(byte[] bytes, int position) {
            int end = position + bytes.length;
            if (end > cached.length) {
                cached = Arrays.copyOf(cached, end);
            }
            System.arraycopy(bytes, 0, cached, position, bytes.length);
            dirty.set(position / SECTOR, (end + SECTOR - 1) / SECTOR);
        }

        void truncate(int length) {
            cached = Arrays.copyOf(cached, Math.min(length, cached.length));
            dirty.set(length / SECTOR);
        }

        void sync() {
            writeBack(sector -> true);
        }

        void failToSync(Random random) {
            writeBack(sector -> random.nextBoolean());
        }

        void losePower(Random random) {
            boolean lengthIsNew = random.nextBoolean();
            byte[] before = durable;
            writeBackSectors(sector -> random.nextBoolean());
            durable = Arrays.copyOf(durable, lengthIsNew ? cached.length : before.length);
            cached = durable.clone();
            dirty.clear();
        }

        private void writeBack(IntPredicate chosen) {
            writeBackSectors(chosen);
            durable = Arrays.copyOf(durable, cached.length);
            dirty.clear();
        }

        private void writeBackSectors(IntPredicate chosen) {
            durable = Arrays.copyOf(durable, Math.max(durable.length, cached.length));
            dirty.stream().filter(chosen).forEach(sector -> {
                int from = sector * SECTOR;
                int length = Math.min(SECTOR, cached.length - from);
                if (length > 0) {
                    System.arraycopy(cached, from, durable, from, length);
                }
            });
        }
    }

    private final class Handle implements LogFile {
        private final String name;
        private final Inode inode;

        Handle(String name, Inode inode) {
            this.name = name;
            this.inode = inode;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long length() {
            synchronized (SimulatedDisk.this) {
                return inode.cached.length;
            }
        }

        @Override
        public int read(ByteBuffer into, long position) {
            synchronized (SimulatedDisk.this) {
                if (position >= inode.cached.length) {
                    return -1;
                }
                int length = Math.min(into.remaining(), inode.cached.length - (int) position);
                into.put(inode.cached, (int) position, length);
                return length;
            }
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            synchronized (SimulatedDisk.this) {
                byte[] part = Arrays.copyOf(all, effect == Effect.PART ? random.nextInt(all.length + 1) : 0);
                call(() -> inode.write(all, (int) position), () -> inode.write(part, (int) position));
                if (random.nextInt(4) == 0) {
                    // The system may write back at any time, so older bytes of a sector can survive on the disk.
                    inode.writeBackSectors(sector -> random.nextInt(3) == 0);
                }
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                call(inode::sync, () -> inode.failToSync(random));
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            call(() -> inode.truncate((int) length));
        }

        @Override
        public void close() {
            // A handle holds nothing of its own.
        }
    }
}
