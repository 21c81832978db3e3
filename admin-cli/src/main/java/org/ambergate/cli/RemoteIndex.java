package org.ambergate.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ambergate.audit.AuditJson;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.ExchangeTrace;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A server's index, asked over HTTP with an auditor's key. */
final class RemoteIndex implements AuditSource {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final int KEY_FILE_BYTES_MAX = 4096;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();
    private final String base;
    private final String key;

    private RemoteIndex(String base, String key) {
        this.base = base;
        this.key = key;
    }

    /**
     * @param server for example {@code http://127.0.0.1:4000}
     * @param keyFile holds the key
     * @throws IOException if the key cannot be read
     */
    static RemoteIndex of(URI server, Path keyFile) throws IOException {
        if (Files.size(keyFile) > KEY_FILE_BYTES_MAX) {
            throw new IOException("the key's file is too large");
        }
        String text = server.toString();
        return new RemoteIndex(
                text.endsWith("/") ? text.substring(0, text.length() - 1) : text,
                Files.readString(keyFile).strip());
    }

    @Override
    public AuditPage search(AuditQuery query, Optional<String> cursor, int limit) throws IOException {
        String filters = query.canonical();
        String target = "/api/v1/audit/records?" + filters + (filters.isEmpty() ? "" : "&") + "limit=" + limit
                + cursor.map(c -> "&cursor=" + encode(c)).orElse("");
        HttpResponse<String> answer = ask(target);
        if (answer.statusCode() != 200) {
            throw refused(answer);
        }
        try {
            return AuditJson.parsePage(answer.body());
        } catch (IllegalArgumentException e) {
            throw new IOException("the server's answer makes no sense", e);
        }
    }

    @Override
    public List<ExchangeTrace> trace(String id) throws IOException {
        HttpResponse<String> answer = ask("/api/v1/audit/exchanges/" + encode(id));
        if (answer.statusCode() == 404) {
            return List.of();
        }
        if (answer.statusCode() != 200) {
            throw refused(answer);
        }
        try {
            return AuditJson.parseTraces(answer.body());
        } catch (IllegalArgumentException e) {
            throw new IOException("the server's answer makes no sense", e);
        }
    }

    @Override
    public void close() {
        // The client's threads end with it.
    }

    private HttpResponse<String> ask(String target) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + target))
                    .header("Authorization", "Bearer " + key)
                    .timeout(ANSWER_MAX)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            throw new IOException("the server's address or the key is malformed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static IOException refused(HttpResponse<String> answer) {
        String reason;
        try {
            reason = JSON.readTree(answer.body()).path("error").asString("");
        } catch (JacksonException e) {
            reason = "";
        }
        return new IOException("the server answered " + answer.statusCode() + " " + reason);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
