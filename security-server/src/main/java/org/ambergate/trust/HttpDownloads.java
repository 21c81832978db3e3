package org.ambergate.trust;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.BoundedBody;
import org.ambergate.net.CallClient;
import org.ambergate.net.Deadline;

/** Downloads by the platform's HTTP client. Follows no redirect. */
public final class HttpDownloads implements ConfigurationDownloads {
    /** As X-Road's own client; an unreachable source should not use up the time of the next one. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Until the head of the answer is there. */
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client;

    /** Checks https servers against the platform's trust store; content is trusted for its signature alone. */
    public HttpDownloads() {
        this.client = CallClient.settings(CONNECT_TIMEOUT).build();
    }

    /** Checks https servers by the given context. */
    public HttpDownloads(SSLContext context) {
        this.client = CallClient.settings(CONNECT_TIMEOUT).sslContext(context).build();
    }

    @Override
    public Answer get(URI url, int bytesMax, Deadline deadline) throws LocalFault, InterruptedException {
        Duration left = Duration.ofNanos(Math.max(1, deadline.remainingNanos()));
        Duration headTimeout = left.compareTo(HEAD_TIMEOUT) < 0 ? left : HEAD_TIMEOUT;
        HttpRequest request =
                HttpRequest.newBuilder(url).timeout(headTimeout).GET().build();
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(request, head -> new BoundedBody(bytesMax));
        try {
            HttpResponse<byte[]> response = exchange.get(left.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            throw failed("A source of configuration did not answer in time", e);
        } catch (ExecutionException | CancellationException e) {
            throw failed("A source of configuration cannot be reached, or broke off its answer", e);
        } finally {
            // Closes the connection if the answer is still under way; does nothing otherwise.
            exchange.cancel(true);
        }
    }

    private static LocalFault failed(String text, Exception cause) {
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return new LocalFault(GeneralFault.NETWORK_ERROR, text).causedBy(reason);
    }
}
