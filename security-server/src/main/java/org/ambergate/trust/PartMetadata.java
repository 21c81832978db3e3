package org.ambergate.trust;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.ambergate.globalconf.SharedParameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a signed directory said about a part, kept beside the local copy (global configuration specification, section
 * 4).
 */
record PartMetadata(
        String contentIdentifier,
        Optional<String> instance,
        Instant expires,
        Optional<String> fileName,
        String location,
        int version) {
    /** Real files have 300 bytes. */
    static final int BYTES_MAX = 64 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    byte[] encode() {
        ObjectNode json = JSON.createObjectNode();
        json.put("contentIdentifier", contentIdentifier);
        instance.ifPresent(value -> json.put("instanceIdentifier", value));
        json.put("expirationDate", expires.toString());
        fileName.ifPresent(value -> json.put("contentFileName", value));
        json.put("contentLocation", location);
        json.put("configurationVersion", Integer.toString(version));
        return JSON.writeValueAsBytes(json);
    }

    /** Reads metadata; empty if it is not usable, which counts as expired. */
    static Optional<PartMetadata> parse(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            Instant expires = OffsetDateTime.parse(text(json, "expirationDate").orElse(""))
                    .toInstant();
            int version = Integer.parseInt(
                    text(json, "configurationVersion").orElse(Integer.toString(SharedParameters.VERSION_MIN)));
            return Optional.of(new PartMetadata(
                    text(json, "contentIdentifier").orElse(""),
                    text(json, "instanceIdentifier"),
                    expires,
                    text(json, "contentFileName"),
                    text(json, "contentLocation").orElse(""),
                    version));
        } catch (JacksonException | DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }
}
