package org.ambergate.register;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one text for each value: members sorted, no white space, whole numbers only. For the texts that are registered it
 * is the form of RFC 8785.
 */
final class CanonicalJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private CanonicalJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static String write(ObjectNode value) {
        return JSON.writeValueAsString(value);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws DamagedRegisterException if it is no JSON
     */
    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new DamagedRegisterException("A stored value is not JSON", e);
        }
    }
}
