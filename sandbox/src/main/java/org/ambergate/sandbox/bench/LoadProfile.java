package org.ambergate.sandbox.bench;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.ambergate.sandbox.service.BytePattern;

/** The kinds of exchange that the bench repeats, against the sample service. */
public enum LoadProfile {
    /** A GET without a body that is answered with 1 KB. */
    GET("get"),
    /** A POST of 1 KB that is answered with the same 1 KB. */
    POST_1K("post-1k");

    private static final int BODY_BYTES = 1024;

    private final String label;

    LoadProfile(String label) {
        this.label = label;
    }

    /** The name on the command line and in results. */
    public String label() {
        return label;
    }

    LoadRequest request(MeasuredPair pair) {
        byte[] kilobyte = new BytePattern().first(BODY_BYTES);
        return switch (this) {
            case GET ->
                new LoadRequest("GET", url(pair, "/bytes?size=" + BODY_BYTES), pair.headers(), new byte[0], kilobyte);
            case POST_1K -> {
                Map<String, String> headers = new HashMap<>(pair.headers());
                headers.put("Content-Type", "application/octet-stream");
                yield new LoadRequest("POST", url(pair, "/echo"), headers, kilobyte, kilobyte);
            }
        };
    }

    private static URI url(MeasuredPair pair, String path) {
        return URI.create(pair.baseUrl() + path);
    }
}
