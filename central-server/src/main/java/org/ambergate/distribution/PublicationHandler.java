package org.ambergate.distribution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ambergate.globalconf.SharedParameters;
import org.jspecify.annotations.Nullable;

/** Answers downloads from the state that is current when the request comes. */
final class PublicationHandler implements HttpHandler {
    static final String INTERNAL = "/internalconf";
    static final String EXTERNAL = "/externalconf";

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NO_BODY = -1;

    private final Supplier<PublishedFiles> published;

    PublicationHandler(Supplier<PublishedFiles> published) {
        this.published = published;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean head = method.equals("HEAD");
            if (!head && !method.equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, NO_BODY);
                return;
            }
            String path = exchange.getRequestURI().getRawPath();
            Optional<byte[]> content = find(path, exchange.getRequestURI().getRawQuery());
            if (content.isEmpty()) {
                exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
                return;
            }
            boolean part = !path.equals(INTERNAL) && !path.equals(EXTERNAL);
            exchange.getResponseHeaders().set("Content-Type", part ? "text/xml" : "application/octet-stream");
            // Parts never change under their path; a directory must not be served from any cache.
            exchange.getResponseHeaders().set("Cache-Control", part ? "max-age=600" : "no-store");
            byte[] bytes = content.get();
            exchange.sendResponseHeaders(OK, head || bytes.length == 0 ? NO_BODY : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private Optional<byte[]> find(@Nullable String path, @Nullable String query) {
        if (path == null) {
            return Optional.empty();
        }
        PublishedFiles state = published.get();
        return switch (path) {
            case INTERNAL -> version(query).flatMap(state.directories()::internal);
            case EXTERNAL -> version(query).flatMap(state.directories()::external);
            default -> state.file(path);
        };
    }

    /** The version asked for, the oldest if none is; empty if what is asked for is not a version. */
    private static Optional<Integer> version(@Nullable String query) {
        List<String> versions = new ArrayList<>();
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            if (parameter.startsWith("version=")) {
                versions.add(parameter.substring("version=".length()));
            }
        }
        if (versions.isEmpty()) {
            return Optional.of(SharedParameters.VERSION_MIN);
        }
        try {
            return versions.size() == 1 ? Optional.of(Integer.parseInt(versions.get(0))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
