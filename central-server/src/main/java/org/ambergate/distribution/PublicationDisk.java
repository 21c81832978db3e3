package org.ambergate.distribution;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The changes that publishing makes to a file system, one call each, so that tests can let every one of them fail. A call
 * that throws may have taken effect.
 */
public interface PublicationDisk {
    /** Makes a directory with all above it; nothing happens if it is there. */
    void createDirectories(Path directory) throws IOException;

    /** Writes a new file, or anew one that a crash left behind; when this returns, its bytes survive a power failure. */
    void write(Path file, byte[] content) throws IOException;

    /** Makes the names in a directory survive a power failure. */
    void sync(Path directory) throws IOException;

    /** Makes a symbolic link, in place of one that is there, at one stroke. */
    void link(Path link, Path target) throws IOException;

    /** Removes a file, a link or an empty directory, if it is there. */
    void delete(Path path) throws IOException;
}
