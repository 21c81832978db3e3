package org.ambergate.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether and how the message log is archived.
 *
 * @param directory where archives go; empty if there are to be none
 * @param interval how often what is new is archived
 * @param fileBytesMax bytes of containers after which an archive is closed
 */
public record ArchiveSettings(Optional<Path> directory, Duration interval, long fileBytesMax) {
    static ArchiveSettings read(SettingsTree tree, Path base) throws SettingsException {
        return new ArchiveSettings(
                tree.text("directory").filter(text -> !text.isEmpty()).map(base::resolve),
                tree.duration("interval", Duration.ofHours(6), Duration.ofSeconds(1), Duration.ofDays(30)),
                tree.bytes("file-size", 32L << 20, 1L << 20, 1L << 30));
    }
}
