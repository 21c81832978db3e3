package org.ambergate.sandbox.service;

import java.nio.charset.StandardCharsets;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.HttpFields;
import org.ambergate.net.HttpReply;
import tools.jackson.databind.json.JsonMapper;

/** Writes small replies: JSON values, errors, nothing. */
final class ReplyWriter {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final HttpFields JSON = HttpFields.of(CONTENT_TYPE, "application/json");
    static final HttpFields BYTES = HttpFields.of(CONTENT_TYPE, "application/octet-stream");
    static final HttpFields YAML = HttpFields.of(CONTENT_TYPE, "application/yaml");

    private final JsonMapper json;

    ReplyWriter(JsonMapper json) {
        this.json = json;
    }

    private record Problem(String error) {}

    void value(HttpReply reply, int status, Object value) throws LocalFault {
        reply.send(status, JSON, json.writeValueAsBytes(value));
    }

    void created(HttpReply reply, String location, Object value) throws LocalFault {
        reply.send(201, JSON.with("Location", location), json.writeValueAsBytes(value));
    }

    void error(HttpReply reply, int status, String text) throws LocalFault {
        value(reply, status, new Problem(text));
    }

    void notAllowed(HttpReply reply, String allowed) throws LocalFault {
        reply.send(
                405,
                JSON.with("Allow", allowed),
                "{\"error\":\"The method is not offered here\"}".getBytes(StandardCharsets.UTF_8));
    }

    void nothing(HttpReply reply) throws LocalFault {
        reply.send(204, HttpFields.empty(), new byte[0]);
    }
}
