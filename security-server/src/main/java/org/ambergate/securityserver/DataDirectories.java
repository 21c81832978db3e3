package org.ambergate.securityserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.ambergate.config.SecurityServerSettings;

/** Makes the data directories, for their owner only. */
final class DataDirectories {
    private DataDirectories() {}

    static void prepare(SecurityServerSettings.Files files) throws IOException {
        ownerOnly(files.data());
        ownerOnly(files.spool());
    }

    private static void ownerOnly(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
