package org.ambergate.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.ambergate.evidence.ContainerExport;
import org.ambergate.evidence.FoundMessage;
import org.ambergate.evidence.MessageFinder;
import org.ambergate.evidence.UnstampedMessageException;
import org.ambergate.messagelog.BodyState;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.messagelog.LoggedMessage;

/** Writes containers of a log's messages into a directory. */
final class ExportRun {
    private final LogDirectory log;
    private final LogLookup lookup;
    private final Target target;

    /**
     * Where containers go.
     *
     * @param directory made if it is not there
     * @param overwrites whether files of the same names are replaced
     * @param configuration the {@code verificationconf.zip} to be put beside them, if any
     */
    record Target(Path directory, boolean overwrites, Optional<byte[]> configuration) {
        Path file(String name) {
            return directory.resolve(name);
        }
    }

    ExportRun(LogDirectory log, Target target) {
        this.log = log;
        this.lookup = log.lookup();
        this.target = target;
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
        Files.createDirectories(target.directory());
        if (!target.overwrites()) {
            requireFree(messages);
        }
        if (target.configuration().isPresent()) {
            write(target.configuration().get());
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

    private void requireFree(List<FoundMessage> messages) throws IOException {
        for (FoundMessage message : messages) {
            requireFree(target.file(message.containerName()));
        }
        Path configuration = target.file(VerificationConf.NAME);
        if (target.configuration().isPresent()
                && !holds(configuration, target.configuration().get())) {
            requireFree(configuration);
        }
    }

    private static void requireFree(Path file) throws FileAlreadyExistsException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    /** An earlier export may have left the same configuration. */
    private static boolean holds(Path file, byte[] content) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
    }

    private void write(byte[] configuration) throws IOException {
        var unused = AtomicFile.replace(target.file(VerificationConf.NAME), out -> {
            out.write(configuration);
            return configuration.length;
        });
    }

    private ExportedFile write(ContainerExport export, FoundMessage found) throws IOException {
        Path file = target.file(found.containerName());
        AtomicFile.Content<LoggedMessage> content = out -> write(export, found, out);
        LoggedMessage message =
                target.overwrites() ? AtomicFile.replace(file, content) : AtomicFile.create(file, content);
        boolean removed = message.body().state() == BodyState.KEPT && !lookup.hasBody(found.place());
        return new ExportedFile(file, found, message, removed);
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
