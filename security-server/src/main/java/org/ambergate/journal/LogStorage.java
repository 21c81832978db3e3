package org.ambergate.journal;

import java.io.IOException;
import java.util.List;

/**
 * Where a log's files live: one flat directory that this process alone writes to from opening to closing. An interface
 * because disks fail, and tests must make them fail. Names come from the log and are plain file names.
 *
 * <p>What creates, renames or deletes is durable only after {@link #syncDirectory()}.
 */
public interface LogStorage extends AutoCloseable {
    /** The names of all files, in no order. */
    List<String> list() throws IOException;

    /** Creates an empty file; it must not exist. */
    LogFile create(String name) throws IOException;

    /** Opens an existing file for reading and writing. */
    LogFile open(String name) throws IOException;

    /** Renames a file atomically; the new name must not exist. */
    void rename(String from, String to) throws IOException;

    /**
     * Puts a file in the place of another atomically. Who has the other one open still reads it; the time of its last
     * change becomes that of the new one.
     */
    void replace(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Returns when all creations, renamings and deletions are on stable storage. */
    void syncDirectory() throws IOException;

    /** Lets another process have the directory. */
    @Override
    void close() throws IOException;
}
