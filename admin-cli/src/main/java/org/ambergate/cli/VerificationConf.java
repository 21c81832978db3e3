package org.ambergate.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import tools.jackson.databind.json.JsonMapper;

/**
 * The part of a global configuration by which containers are verified, as X-Road's servers give it out: the shared
 * parameters of each instance, and of what goes with them only the version (services specification, section 1.5). The same
 * configuration gives the same bytes, whenever it was downloaded.
 */
final class VerificationConf {
    /** What the file is called. */
    static final String NAME = "verificationconf.zip";

    private static final String ROOT = "verificationconf/";
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VerificationConf() {}

    /**
     * The file's bytes.
     *
     * @param place a global configuration: a directory or a ZIP file
     * @throws IOException if a file is missing or cannot be read
     * @throws LocalFault if the configuration could not be verified with
     */
    static byte[] of(Path place) throws IOException, LocalFault {
        var unused = TrustDirectory.read(place);
        TrustFiles files = TrustFiles.of(place);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            add(
                    zip,
                    TrustDirectory.INSTANCE_FILE,
                    files.bytes(TrustDirectory.INSTANCE_FILE, TrustDirectory.INSTANCE_BYTES_MAX));
            for (String instance : files.directories(ConfigurationPart.SHARED_PARAMETERS.fileName())) {
                String shared = instance + "/" + ConfigurationPart.SHARED_PARAMETERS.fileName();
                add(zip, shared, files.bytes(shared, ConfigurationPart.BYTES_MAX));
                add(zip, shared + TrustDirectory.METADATA_SUFFIX, metadata(TrustDirectory.version(files, shared)));
                String nextUpdate = instance + "/" + ConfigurationPart.NEXT_UPDATE.fileName();
                if (files.has(nextUpdate)) {
                    add(zip, nextUpdate, files.bytes(nextUpdate, ConfigurationPart.BYTES_MAX));
                }
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] metadata(int version) {
        return JSON.writeValueAsBytes(JSON.createObjectNode().put("configurationVersion", Integer.toString(version)));
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
