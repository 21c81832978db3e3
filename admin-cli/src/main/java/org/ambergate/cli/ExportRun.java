package org.ambergate.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.ambergate.evidence.ContainerExport;
import org.ambergate.evidence.FoundMessage;
import org.ambergate.evidence.MessageFinder;
import org.ambergate.evidence.UnstampedMessageException;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.messagelog.LoggedMessage;

/** Writes containers of a log's messages into a directory. */
final class ExportRun {
    private final LogDirectory log;
    private final LogLookup lookup;
    private final Path directory;
    private final boolean overwrites;

    /**
     * @param directory where to; made if it is not there
     * @param overwrites whether files of the same names are replaced
     */
    ExportRun(LogDirectory log, Path directory, boolean overwrites) {
        this.log = log;
        this.lookup = log.lookup();
        this.directory = directory;
        this.overwrites = overwrites;
    }

    /** Messages of these sequence numbers, with their time-stamps. */
    List<FoundMessage> find(SortedSet<Long> sequences, boolean showProgress) throws IOException {
        ProgressBar bar = ProgressBar.of(log.segments(), showProgress);
        try {
            return new MessageFinder(
                            lookup, Long.MAX_VALUE, reached -> bar.reached(reached.segment(), reached.sequence() + 1))
                    .bySequence(sequences);
        } finally {
            bar.end();
        }
    }

    /**
     * Writes containers, those without a time-stamp as such. If a file is in the way of any, none is written.
     *
     * @param written hears of each file as soon as it is there
     * @throws FileAlreadyExistsException if a file of one of the names is there and must not be replaced
     * @throws IOException if log or files cannot be read or written; what was reported as written stays
     */
    void write(List<FoundMessage> messages, boolean showProgress, Consumer<ExportedFile> written) throws IOException {
        if (messages.isEmpty()) {
            return;
        }
        Files.createDirectories(directory);
        if (!overwrites) {
            requireFree(messages);
        }
        ContainerExport export = new ContainerExport(lookup);
        FileProgress progress = FileProgress.of(messages.size(), showProgress);
        try {
            for (int i = 0; i < messages.size(); i++) {
                progress.done(i);
                written.accept(write(export, messages.get(i)));
            }
        } finally {
            progress.end();
        }
    }

    private void requireFree(List<FoundMessage> messages) throws FileAlreadyExistsException {
        for (FoundMessage message : messages) {
            Path file = directory.resolve(message.containerName());
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
    }

    private ExportedFile write(ContainerExport export, FoundMessage found) throws IOException {
        Path file = directory.resolve(found.containerName());
        AtomicFile.Content<LoggedMessage> content = out -> write(export, found, out);
        LoggedMessage message = overwrites ? AtomicFile.replace(file, content) : AtomicFile.create(file, content);
        return new ExportedFile(file, found, message, found.timestamp().isPresent());
    }

    private static LoggedMessage write(ContainerExport export, FoundMessage found, OutputStream out)
            throws IOException {
        if (found.timestamp().isEmpty()) {
            return export.writeUnstamped(found, out);
        }
        try {
            return export.write(found, out);
        } catch (UnstampedMessageException e) {
            throw new IllegalStateException("A message loses no time-stamp", e);
        }
    }
}
