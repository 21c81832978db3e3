package org.ambergate.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.ambergate.globalconf.SharedParameters;

/** Answers requests from the state that is current when they come. */
final class Publication {
    static final String INTERNAL = "/internalconf";
    static final String EXTERNAL = "/externalconf";

    private static final byte[] NO_BODY = {};

    private final Supplier<PublishedFiles> published;

    Publication(Supplier<PublishedFiles> published) {
        this.published = published;
    }

    /**
     * What to send.
     *
     * @param status HTTP status with its reason
     * @param contentType of the body
     * @param cacheControl parts never change under their path; a directory must not be served from any cache
     * @param body shared, not copied
     */
    record Answer(String status, String contentType, String cacheControl, byte[] body) {
        static Answer error(String status) {
            return new Answer(status, "text/plain", "no-store", NO_BODY);
        }
    }

    /** Answers a request target in origin form: a path, and possibly a query. */
    Answer answer(String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        PublishedFiles state = published.get();
        boolean internal = path.equals(INTERNAL);
        if (internal || path.equals(EXTERNAL)) {
            Optional<byte[]> directory = version(query)
                    .flatMap(version -> internal
                            ? state.directories().internal(version)
                            : state.directories().external(version));
            return answer(directory, "application/octet-stream", "no-store");
        }
        return answer(state.file(path), "text/xml", "max-age=600");
    }

    private static Answer answer(Optional<byte[]> content, String contentType, String cacheControl) {
        return content.map(body -> new Answer("200 OK", contentType, cacheControl, body))
                .orElseGet(() -> Answer.error("404 Not Found"));
    }

    /** The version asked for, the oldest if none is; empty if what is asked for is not a version. */
    private static Optional<Integer> version(String query) {
        List<String> versions = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
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
