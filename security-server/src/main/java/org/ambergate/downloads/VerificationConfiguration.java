package org.ambergate.downloads;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.net.Deadline;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import org.ambergate.trust.PublishedParameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /verificationconf}: the shared parameters of all known instances in a ZIP file, as X-Road's verifier and
 * {@code ambergate verify} read it (services specification, section 1.5).
 */
final class VerificationConfiguration {
    private static final String DIRECTORY = "verificationconf/";
    private static final String INSTANCE_FILE = "instance-identifier";
    private static final String METADATA_SUFFIX = ".metadata";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpFields FIELDS = HttpFields.of("Content-Type", "application/zip")
            .with("Content-Disposition", "filename=\"verificationconf.zip\"");

    private final Downloads.Configuration source;
    private final Clock clock;
    private final Duration idle;

    /** @param idle longest wait for whoever reads to take something */
    VerificationConfiguration(Downloads.Configuration source, Clock clock, Duration idle) {
        this.source = source;
        this.clock = clock;
        this.idle = idle;
    }

    /**
     * Answers anybody.
     *
     * @throws LocalFault if there is nothing to give out; the reply has not begun, or has broken off
     * @throws IOException if the reply broke
     */
    void answer(HttpReply reply, Deadline deadline) throws LocalFault, IOException {
        GlobalConfiguration current = source.current();
        TreeSet<String> instances = new TreeSet<>(current.instances());
        for (String instance : instances) {
            // Once for nothing, so that what is wrong is known while there is still a status to send.
            PublishedParameters unused = source.published(instance);
        }
        SinkStream out = new SinkStream(reply.start(200, FIELDS, OptionalLong.empty()), deadline, idle);
        // Not closed: that would write an end behind what broke off.
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        add(zip, now, INSTANCE_FILE, current.instance().getBytes(StandardCharsets.UTF_8));
        for (String instance : instances) {
            PublishedParameters parameters = source.published(instance);
            String name = parameters.directory() + "/" + ConfigurationPart.SHARED_PARAMETERS.fileName();
            add(zip, now, name, parameters.xml());
            add(zip, now, name + METADATA_SUFFIX, metadata(parameters));
        }
        zip.finish();
        out.finish();
    }

    private static byte[] metadata(PublishedParameters parameters) {
        return JSON.writeValueAsBytes(Map.of("configurationVersion", Integer.toString(parameters.version())));
    }

    private static void add(ZipOutputStream zip, LocalDateTime time, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(DIRECTORY + name);
        entry.setTimeLocal(time);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
