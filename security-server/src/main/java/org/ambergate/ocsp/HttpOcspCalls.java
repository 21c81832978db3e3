package org.ambergate.ocsp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.net.BoundedBody;
import org.ambergate.net.CallClient;
import org.ambergate.net.Deadline;
import org.jspecify.annotations.Nullable;

/** The calls over the platform's HTTP client, without a proxy. */
public final class HttpOcspCalls implements OcspCalls {
    /** Transport specification, section 9. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    /** Transport specification, section 9. */
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private final CallClient client;
    private final Duration total;

    /** Uses the protocol's time limits. */
    public HttpOcspCalls() {
        this(CONNECT_TIMEOUT, READ_TIMEOUT);
    }

    /**
     * Uses other time limits.
     *
     * @param connect the longest wait for a connection
     * @param read the longest wait for the whole reply after that
     */
    public HttpOcspCalls(Duration connect, Duration read) {
        this.client = CallClient.direct(connect);
        this.total = connect.plus(read);
    }

    @Override
    public Reply askResponder(URI responder, byte[] request, Deadline deadline) throws LocalFault {
        return call(
                request(responder)
                        .header("Content-Type", "application/ocsp-request")
                        .header("Accept", "application/ocsp-response")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request)),
                deadline);
    }

    @Override
    public Reply askPeer(URI peer, Deadline deadline) throws LocalFault {
        return call(request(peer).header("Accept", "multipart/related").GET(), deadline);
    }

    private static HttpRequest.Builder request(URI uri) throws LocalFault {
        try {
            return HttpRequest.newBuilder(uri);
        } catch (IllegalArgumentException e) {
            throw new LocalFault(GeneralFault.UNKNOWN_HOST, "The address for OCSP responses is not an HTTP address")
                    .causedBy(e);
        }
    }

    private Reply call(HttpRequest.Builder request, Deadline deadline) throws LocalFault {
        // The client's own request timeout ends with the headers; this wait also covers the body, and name resolution.
        Deadline limit = deadline.orAfter(total);
        CompletableFuture<HttpResponse<byte[]>> call =
                client.get().sendAsync(request.build(), info -> new BoundedBody(REPLY_BYTES_MAX));
        try {
            HttpResponse<byte[]> response = call.get(Math.max(0, limit.remainingNanos()), TimeUnit.NANOSECONDS);
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Reply(response.statusCode(), type, response.body());
        } catch (TimeoutException e) {
            throw new LocalFault(GeneralFault.NETWORK_ERROR, "The OCSP response did not come in time").causedBy(e);
        } catch (ExecutionException e) {
            throw translate(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFault(GeneralFault.IO_ERROR, "Waiting for an OCSP response was interrupted").causedBy(e);
        } finally {
            call.cancel(true);
        }
    }

    private static LocalFault translate(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (hasCause(cause, UnresolvedAddressException.class)) {
            return new LocalFault(GeneralFault.UNKNOWN_HOST, "The host with OCSP responses is unknown")
                    .causedBy(failure);
        }
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new LocalFault(GeneralFault.NETWORK_ERROR, "The host with OCSP responses cannot be reached")
                    .causedBy(failure);
        }
        if (cause instanceof BoundedBody.TooLargeException) {
            return new LocalFault(GeneralFault.IO_ERROR, "The answer with OCSP responses is too large")
                    .causedBy(failure);
        }
        String text = cause instanceof IOException
                ? "The connection for OCSP responses broke"
                : "The OCSP responses could not be fetched";
        return new LocalFault(GeneralFault.IO_ERROR, text).causedBy(failure);
    }

    private static boolean hasCause(@Nullable Throwable failure, Class<? extends Throwable> type) {
        @Nullable Throwable cause = failure;
        // causes can form a ring
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
