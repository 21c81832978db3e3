package org.ambergate.sandbox.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The one request that the load generator repeats, and the body that each reply must have.
 *
 * @param method the HTTP method
 * @param url where it goes: an address of this machine, plain HTTP
 * @param headers fields besides Host and Content-Length
 * @param body what is sent; may be empty
 * @param expectedBody what must come back, byte by byte
 */
public record LoadRequest(String method, URI url, Map<String, String> headers, byte[] body, byte[] expectedBody) {
    public LoadRequest {
        headers = Map.copyOf(headers);
        body = body.clone();
        expectedBody = expectedBody.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public byte[] expectedBody() {
        return expectedBody.clone();
    }

    /** The bytes that go over the wire. */
    byte[] encode() {
        StringBuilder head = new StringBuilder();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        head.append(method).append(' ').append(url.getRawPath()).append(query).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(url.getRawAuthority()).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] headBytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(headBytes, headBytes.length + body.length);
        System.arraycopy(body, 0, all, headBytes.length, body.length);
        return all;
    }
}
