package org.ambergate.publication;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;

/**
 * A set in memory.
 *
 * @param set directories and anchors
 * @param parts parts by path; may be changed by a test
 */
public record WrittenSet(PublishedSet set, Map<String, byte[]> parts) {
    public static WrittenSet write(InstanceDescription description, PublicationKeys keys, Instant now, Instant expires)
            throws LocalFault {
        ConfigurationParts parts = ConfigurationParts.write(description, keys.sources("cs.example"), "1");
        PublishedSet set = new PublishedSet(
                parts.list(),
                SignedDirectories.sign(parts.list(), keys, now, expires),
                Anchors.of(description.instance(), keys.sources("cs.example"), Optional.empty(), now));
        return new WrittenSet(set, new HashMap<>(parts.files()));
    }

    public FileSource source() {
        return path -> {
            byte[] content = parts.get(path);
            if (content == null) {
                throw new LocalFault(GeneralFault.IO_ERROR, "There is no " + path);
            }
            return content;
        };
    }
}
