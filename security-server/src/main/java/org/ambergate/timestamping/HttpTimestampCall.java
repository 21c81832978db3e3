package org.ambergate.timestamping;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.TimestampFault;
import org.ambergate.net.BoundedBody;
import org.ambergate.net.CallClient;
import org.ambergate.timestamp.TimestampToken;

/** The call over the platform's HTTP client, without a proxy. */
public final class HttpTimestampCall implements TimestampCall {
    /** X-Road waits 20 s and 60 s; half of that leaves time for another authority within the interval. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final CallClient client;
    private final Duration total;

    public HttpTimestampCall() {
        this(CONNECT_TIMEOUT, TOTAL_TIMEOUT);
    }

    /**
     * Uses other time limits.
     *
     * @param connect the longest wait for a connection
     * @param total the longest wait for the whole answer, the connection included
     */
    HttpTimestampCall(Duration connect, Duration total) {
        this.client = CallClient.direct(connect);
        this.total = total;
    }

    @Override
    public byte[] ask(URI authority, byte[] request) throws LocalFault {
        CompletableFuture<HttpResponse<byte[]>> call = client.get()
                .sendAsync(request(authority, request), info -> new BoundedBody(TimestampToken.RESPONSE_BYTES_MAX));
        try {
            // The client's own request timeout ends with the headers; this wait also covers the body.
            HttpResponse<byte[]> response = call.get(total.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != OK) {
                throw new LocalFault(
                        TimestampFault.TIMESTAMPING_NON_OK_RESPONSE,
                        "The time-stamping authority answered with HTTP status " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw unanswered("The time-stamping authority did not answer in time", e);
        } catch (ExecutionException e) {
            throw translate(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered("Waiting for a time-stamp was interrupted", e);
        } finally {
            call.cancel(true);
        }
    }

    private static HttpRequest request(URI authority, byte[] request) throws LocalFault {
        try {
            return HttpRequest.newBuilder(authority)
                    .header("Content-Type", "application/timestamp-query")
                    .header("Accept", "application/timestamp-reply")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                    .build();
        } catch (IllegalArgumentException e) {
            throw unanswered("The time-stamping authority's address is not an HTTP address", e);
        }
    }

    private static LocalFault translate(ExecutionException failure) {
        if (failure.getCause() instanceof BoundedBody.TooLargeException) {
            return new LocalFault(
                            TimestampFault.READING_TIMESTAMP_RESPONSE_FAILED,
                            "The time-stamping authority's answer is too large")
                    .causedBy(failure);
        }
        return unanswered("The time-stamping authority cannot be reached", failure);
    }

    private static LocalFault unanswered(String text, Exception cause) {
        return new LocalFault(TimestampFault.TIMESTAMP_REQUEST_TIMED_OUT, text).causedBy(cause);
    }
}
