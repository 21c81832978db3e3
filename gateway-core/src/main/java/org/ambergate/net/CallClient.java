package org.ambergate.net;

import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The platform's HTTP client for calls of the server's own (configuration, OCSP, time-stamps): HTTP/1.1, no redirects.
 * It is built with the first call, for building takes a tenth of a second of a start that may not need it.
 */
public final class CallClient {
    private final HttpClient.Builder builder;
    private @Nullable HttpClient client;

    private CallClient(HttpClient.Builder builder) {
        this.builder = builder;
    }

    /**
     * A client that goes to the addressed host itself.
     *
     * @param connect the longest wait for a connection
     */
    public static CallClient direct(Duration connect) {
        return new CallClient(settings(connect).proxy(HttpClient.Builder.NO_PROXY));
    }

    /**
     * The same settings with the platform's proxy, if it has one.
     *
     * @param connect the longest wait for a connection
     */
    public static HttpClient.Builder settings(Duration connect) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect);
    }

    public synchronized HttpClient get() {
        HttpClient built = client;
        if (built == null) {
            built = builder.build();
            client = built;
        }
        return built;
    }
}
