package org.ambergate.journal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.ambergate.evidence.ArchiveLink;
import org.ambergate.evidence.ArchiveWriter;
import org.ambergate.evidence.ContainerExport;
import org.ambergate.evidence.FoundMessage;
import org.ambergate.evidence.MessageFinder;
import org.ambergate.evidence.UnstampedMessageException;
import org.ambergate.messagelog.LogLookup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes time-stamped messages into archives, in the order of the log and each once. An archive is written under another
 * name and synced; then the position behind it, under another name; then the archive gets its name, and last the position.
 * Each step is durable before the next. What a crash cuts off, the next run finishes if the archive has its name, and
 * begins anew otherwise, so the chain of archives never forks. Owned by one thread.
 */
public final class Archiver {
    private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
    private static final int BATCH_MESSAGES = 10_000;
    private static final String UNFINISHED = "archive.unfinished";

    private final LogStorage storage;
    private final LongSupplier durableRecords;
    private final Plan plan;

    /**
     * Where archives go.
     *
     * @param directory the archives' directory; made if it does not exist
     * @param position the file that remembers how far the log is archived
     * @param containerBytesMax bytes of containers after which an archive is closed
     */
    public record Plan(Path directory, Path position, long containerBytesMax) {
        Path nextPosition() {
            return position.resolveSibling(position.getFileName() + ".new");
        }

        Path unfinished() {
            return directory.resolve(UNFINISHED);
        }
    }

    private record Written(ArchivePosition reached, int messages) {}

    Archiver(LogStorage storage, LongSupplier durableRecords, Plan plan) {
        this.storage = storage;
        this.durableRecords = durableRecords;
        this.plan = plan;
    }

    /**
     * Archives all messages that are under time-stamps and not in an archive yet.
     *
     * @return number of messages
     * @throws IOException if the log cannot be read, or the archive not be written; the next run goes on
     */
    public long run() throws IOException {
        Files.createDirectories(plan.directory(), OwnerOnly.directory(plan.directory()));
        ArchivePosition position = recover();
        long archived = 0;
        while (true) {
            Written written = writeOne(position);
            if (written.messages() == 0) {
                return archived;
            }
            archived += written.messages();
            position = written.reached();
        }
    }

    /**
     * All messages with smaller sequence numbers are in archives, also after a loss of power.
     *
     * @throws IOException if it is not known
     */
    public long archivedUpTo() throws IOException {
        return recover().next();
    }

    /**
     * Finishes what a crash cut off. An archive that has its name counts with the position behind it; one that has none was
     * seen by nobody and is written again. The same if it is not there, since its file system is not mounted.
     */
    private ArchivePosition recover() throws IOException {
        UUID log = logId();
        Optional<ArchivePosition> next = finished(plan.nextPosition()).filter(position -> position.isOf(log));
        if (next.isPresent()
                && Files.exists(plan.directory().resolve(next.get().link().file()))) {
            sync(plan.directory());
            publishPosition();
        }
        Files.deleteIfExists(plan.nextPosition());
        Files.deleteIfExists(plan.unfinished());
        Optional<ArchivePosition> position = ArchivePosition.read(plan.position());
        if (position.isPresent() && !position.get().isOf(log)) {
            LOG.warn(
                    "The archive's position is that of another message log, so this one is archived from its beginning");
        }
        return position.filter(p -> p.isOf(log)).orElseGet(() -> ArchivePosition.beginning(log));
    }

    private UUID logId() throws IOException {
        try (StorageSegments segments = new StorageSegments(storage)) {
            return new LogLookup(segments, segments.oldest())
                    .logId()
                    .orElseThrow(() -> new IOException("The message log has no segments"));
        }
    }

    private static Optional<ArchivePosition> finished(Path file) {
        try {
            return ArchivePosition.read(file);
        } catch (IOException e) {
            LOG.warn("An archive's position that was not written to its end is given up", e);
            return Optional.empty();
        }
    }

    private Written writeOne(ArchivePosition position) throws IOException {
        try (StorageSegments segments = new StorageSegments(storage)) {
            LogLookup log = new LogLookup(segments, segments.oldest());
            long durable = durableRecords.getAsLong();
            MessageFinder finder = new MessageFinder(log, durable, reached -> {});
            List<FoundMessage> messages = finder.stampedFrom(position.next(), BATCH_MESSAGES);
            return messages.isEmpty() ? new Written(position, 0) : write(position, messages, new ContainerExport(log));
        } catch (UnstampedMessageException e) {
            throw new IOException("A message without a time-stamp cannot be archived", e);
        }
    }

    private Written write(ArchivePosition position, List<FoundMessage> messages, ContainerExport export)
            throws IOException, UnstampedMessageException {
        Files.deleteIfExists(plan.unfinished());
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ArchiveLink link;
        int count = 0;
        try (FileChannel file = FileChannel.open(plan.unfinished(), options, OwnerOnly.file(plan.directory()))) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file));
            // Not closed by the writer: the channel is needed for the sync.
            ArchiveWriter writer = new ArchiveWriter(out, position.link());
            while (count < messages.size() && writer.containerBytes() <= plan.containerBytesMax()) {
                writer.add(messages.get(count++), export);
            }
            link = writer.finish();
            out.flush();
            file.force(true);
        }
        sync(plan.directory());
        ArchivePosition reached = new ArchivePosition(
                position.log(), messages.get(count - 1).place().sequence() + 1, link);
        reached.write(plan.nextPosition());
        sync(plan.position().toAbsolutePath().getParent());
        Files.move(
                plan.unfinished(),
                plan.directory().resolve(link.file()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        sync(plan.directory());
        publishPosition();
        LOG.info("Archived {} messages in {}", count, link.file());
        return new Written(reached, count);
    }

    private void publishPosition() throws IOException {
        Files.move(
                plan.nextPosition(),
                plan.position(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        sync(plan.position().toAbsolutePath().getParent());
    }

    private static void sync(@org.jspecify.annotations.Nullable Path directory) throws IOException {
        if (directory == null) {
            throw new IOException("The archive's position has no directory");
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
