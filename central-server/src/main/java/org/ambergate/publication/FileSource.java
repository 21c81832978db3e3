package org.ambergate.publication;

import org.ambergate.fault.LocalFault;

/** Where files of a publication are read from. */
@FunctionalInterface
public interface FileSource {
    /**
     * The whole of a file.
     *
     * @throws LocalFault {@code io_error} if there is none or it cannot be read
     */
    byte[] read(String path) throws LocalFault;
}
