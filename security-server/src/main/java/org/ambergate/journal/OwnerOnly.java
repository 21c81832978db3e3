package org.ambergate.journal;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Permissions of new files and directories, where the file system knows such. */
final class OwnerOnly {
    private OwnerOnly() {}

    static FileAttribute<?>[] file(Path place) {
        return of(place, "rw-------");
    }

    static FileAttribute<?>[] directory(Path place) {
        return of(place, "rwx------");
    }

    private static FileAttribute<?>[] of(Path place, String permissions) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
