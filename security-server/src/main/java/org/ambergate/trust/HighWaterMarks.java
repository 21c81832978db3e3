package org.ambergate.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The high-water marks of all instances, kept in a file so that a restart does not open the door to older directories.
 * Guarded by the configuration client's update lock.
 */
final class HighWaterMarks {
    static final String FILE_NAME = "high-water-marks.json";

    /** Some hundreds of bytes per instance. */
    static final int BYTES_MAX = 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path base;
    private final Map<String, HighWaterMark> marks;

    private HighWaterMarks(Path base, Map<String, HighWaterMark> marks) {
        this.base = base;
        this.marks = marks;
    }

    /**
     * Reads the file; none is a new beginning.
     *
     * @throws LocalFault {@code malformed_global_conf} if there is a file that cannot be read: going on without it would
     *     forget what was accepted
     */
    static HighWaterMarks open(Path base) throws LocalFault {
        try {
            Optional<byte[]> content = TrustFiles.read(base.resolve(FILE_NAME), BYTES_MAX);
            return new HighWaterMarks(base, content.isPresent() ? parse(content.get()) : new HashMap<>());
        } catch (IOException | JacksonException | DateTimeException e) {
            throw new LocalFault(
                            ConfigurationFault.MALFORMED_GLOBAL_CONF,
                            "The file " + FILE_NAME + " cannot be read; restore it, or remove it to start anew")
                    .causedBy(e);
        }
    }

    /** The mark of an instance, if it was made under this anchor. */
    Optional<HighWaterMark> of(String instance, String anchorHash) {
        return of(instance).filter(mark -> mark.anchorHash().equals(anchorHash));
    }

    /** The mark of an instance under whatever anchor. */
    Optional<HighWaterMark> of(String instance) {
        return Optional.ofNullable(marks.get(instance));
    }

    /** Whether content may stand in the local copy; true also for an instance of which nothing was ever recorded. */
    boolean allows(String instance, StoredPart part) {
        HighWaterMark mark = marks.get(instance);
        return mark == null || mark.contents().contains(part.hash().hex());
    }

    /** What the local copy of an instance may hold at present. */
    Set<String> contents(String instance) {
        HighWaterMark mark = marks.get(instance);
        return mark == null ? Set.of() : mark.contents();
    }

    /** Sets a mark; durable when this returns. If writing fails, the mark stays as it was. */
    void raise(String instance, HighWaterMark mark) throws IOException {
        if (mark.equals(marks.get(instance))) {
            return;
        }
        Map<String, HighWaterMark> raised = new TreeMap<>(marks);
        raised.put(instance, mark);
        Files.createDirectories(base);
        TrustFiles.replace(base.resolve(FILE_NAME), encode(raised));
        marks.put(instance, mark);
    }

    private static byte[] encode(Map<String, HighWaterMark> marks) {
        ObjectNode json = JSON.createObjectNode();
        marks.forEach((instance, mark) -> {
            ObjectNode node = json.putObject(instance);
            node.put("anchor", mark.anchorHash());
            node.put("expires", mark.expires().toString());
            node.put("accepted", mark.accepted().toString());
            ArrayNode contents = node.putArray("contents");
            mark.contents().stream().sorted().forEach(contents::add);
        });
        return JSON.writeValueAsBytes(json);
    }

    private static Map<String, HighWaterMark> parse(byte[] content) throws IOException {
        Map<String, HighWaterMark> marks = new HashMap<>();
        JsonNode json = JSON.readTree(content);
        if (!json.isObject()) {
            throw new IOException("The file does not hold a JSON object");
        }
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            JsonNode node = entry.getValue();
            Set<String> contents = new HashSet<>();
            node.path("contents").forEach(hash -> contents.add(hash.stringValue()));
            marks.put(
                    entry.getKey(),
                    new HighWaterMark(
                            node.path("anchor").stringValue(),
                            Instant.parse(node.path("expires").stringValue()),
                            Instant.parse(node.path("accepted").stringValue()),
                            contents));
        }
        return marks;
    }
}
