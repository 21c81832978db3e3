package org.ambergate.sandbox.system;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The port at which a security server gives out the OCSP response of its authentication certificate; here any response. */
final class CraftedOcsp implements AutoCloseable {
    private static final String BOUNDARY = "crafted";

    private final HttpServer server;
    private volatile byte[] response = {};

    CraftedOcsp(InetSocketAddress address) throws IOException {
        server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> {
            byte[] body = body(response);
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            "multipart/related; type=\"application/ocsp-response\"; charset=UTF-8; boundary="
                                    + BOUNDARY);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** From now on every question gets this response. */
    void answer(byte[] der) {
        response = der.clone();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static byte[] body(byte[] der) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Type: application/ocsp-response\r\n\r\n"));
        out.writeBytes(der);
        out.writeBytes(ascii("\r\n--" + BOUNDARY + "--\r\n"));
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
