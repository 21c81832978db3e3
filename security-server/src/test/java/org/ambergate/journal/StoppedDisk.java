package org.ambergate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A disk whose syncs can be held up. */
final class StoppedDisk implements LogStorage {
    private final LogStorage disk;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean stopped;

    StoppedDisk(LogStorage disk) {
        this.disk = disk;
    }

    void stop() {
        stopped = true;
    }

    void awaitStopped() throws InterruptedException {
        reached.await();
    }

    void goOn() {
        stopped = false;
        released.countDown();
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public LogFile create(String name) throws IOException {
        return new StoppedFile(disk.create(name));
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new StoppedFile(disk.open(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        disk.replace(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        disk.syncDirectory();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }

    private final class StoppedFile implements LogFile {
        private final LogFile file;

        StoppedFile(LogFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            file.write(bytes, position);
        }

        @Override
        public void sync() throws IOException {
            if (stopped && Thread.currentThread().getName().equals("message-log-writer")) {
                reached.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            file.sync();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
