package org.ambergate.sandbox.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.RemoteFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.message.MessageDigests;
import org.ambergate.net.TlsIdentity;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.signature.MessageSigner;
import org.ambergate.signature.SigningCredential;
import org.ambergate.testsupport.DecodedMessage;
import org.ambergate.transport.Direction;
import org.ambergate.transport.FaultMessage;
import org.ambergate.transport.PartType;
import org.ambergate.transport.TransportEncoder;

/** A consumer's security server that says what the test wants: well-formed on the wire, with any head, key and signer. */
final class CraftedConsumer {
    /** The provider answered with the service's response. */
    static final String DELIVERED = "delivered";

    /** The provider closed the connection without a word. */
    static final String NO_ANSWER = "no answer";

    private static final int LIMIT_MILLIS = 20_000;

    private final InetSocketAddress provider;

    CraftedConsumer(InetSocketAddress provider) {
        this.provider = provider;
    }

    /**
     * How the server shows who it is.
     *
     * @param protocol of TLS
     * @param identity what it presents
     * @param ocspResponse for what it presents
     */
    record Shown(String protocol, TlsIdentity identity, byte[] ocspResponse) {}

    /** A head as an honest server sends it for a client, with more header lines at its end. */
    static byte[] head(ClientId client, String... lines) {
        return head(SandboxIds.servicePath() + "/a", client, lines);
    }

    /** The same for any path. */
    static byte[] head(String path, ClientId client, String... lines) {
        StringBuilder head = new StringBuilder("GET\r\n" + path + "\r\n")
                .append("X-Road-Client:")
                .append(client.encoded())
                .append("\r\nx-road-request-id:")
                .append(UUID.randomUUID())
                .append("\r\nx-road-id:crafted\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What the provider said.
     *
     * @param outcome its fault code, {@link #DELIVERED} or {@link #NO_ANSWER}
     * @param text its fault's text, else empty
     * @param nanos from the message to the end of the answer, without connecting
     */
    record Answer(String outcome, String text, long nanos) {}

    /** Signs a head and sends it; the {@linkplain Answer#outcome outcome}. */
    String send(Shown shown, byte[] head, SigningCredential signer) throws LocalFault, IOException {
        return ask(shown, head, Optional.of(sign(head, signer))).outcome();
    }

    /** Sends a head with any signature, or with none. */
    Answer ask(Shown shown, byte[] head, Optional<byte[]> signature) throws LocalFault, IOException {
        TransportEncoder encoder = new TransportEncoder(TransportEncoder.newBoundary(ThreadLocalRandom.current()));
        byte[] message = message(encoder, shown, head, signature);
        byte[] answer;
        long start;
        try (SSLSocket socket = connect(shown)) {
            socket.startHandshake();
            start = System.nanoTime();
            socket.getOutputStream().write(requestHead(encoder, head, message.length));
            socket.getOutputStream().write(message);
            answer = socket.getInputStream().readAllBytes();
        } catch (SSLException | SocketException refused) {
            return new Answer(NO_ANSWER, "", 0);
        }
        long nanos = System.nanoTime() - start;
        if (answer.length == 0) {
            return new Answer(NO_ANSWER, "", nanos);
        }
        Optional<RemoteFault> fault = fault(answer);
        return new Answer(
                fault.map(RemoteFault::faultCode).orElse(DELIVERED),
                fault.map(RemoteFault::text).orElse(""),
                nanos);
    }

    /** The signature of a head without a body. */
    static byte[] sign(byte[] head, SigningCredential signer) throws LocalFault {
        MessageDigests digests = new MessageDigests(DigestAlgorithm.SHA512.of(head), List.of());
        return MessageSigner.sign(List.of(digests), signer, Instant.now())
                .get(0)
                .parts()
                .signature();
    }

    private SSLSocket connect(Shown shown) throws IOException {
        SSLSocket socket = (SSLSocket) RecordingPeer.context(shown.identity())
                .getSocketFactory()
                .createSocket(provider.getAddress(), provider.getPort());
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setEnabledProtocols(new String[] {shown.protocol()});
        return socket;
    }

    private static byte[] message(TransportEncoder encoder, Shown shown, byte[] head, Optional<byte[]> signature) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(encoder.part(PartType.OCSP_RESPONSE, shown.ocspResponse()));
        out.writeBytes(encoder.part(PartType.REST_REQUEST, head));
        signature.ifPresent(xml -> out.writeBytes(encoder.part(PartType.SIGNATURE, xml)));
        out.writeBytes(encoder.close());
        return out.toByteArray();
    }

    private static byte[] requestHead(TransportEncoder encoder, byte[] head, int length) {
        String text = new String(head, StandardCharsets.UTF_8);
        String mark = "x-road-request-id:";
        int start = text.indexOf(mark) + mark.length();
        String requestId = text.substring(start, text.indexOf("\r\n", start));
        return ("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + encoder.contentType()
                        + "\r\nx-hash-algorithm: SHA-512\r\nx-proxy-version: 7.8.0\r\nx-road-message-type: REST"
                        + "\r\nx-road-request-id: " + requestId + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static Optional<RemoteFault> fault(byte[] answer) throws LocalFault {
        // Latin-1 keeps each byte as one character, whatever it means
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n") + 4;
        String fields = text.substring(0, end).toLowerCase(Locale.ROOT);
        String body =
                fields.contains("transfer-encoding: chunked") ? unchunked(text.substring(end)) : text.substring(end);
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        int type = fields.indexOf("content-type:") + 13;
        String contentType = text.substring(type, text.indexOf("\r\n", type)).strip();
        if (contentType.startsWith("text/xml")) {
            return Optional.of(FaultMessage.parse(bytes));
        }
        return DecodedMessage.decode(Direction.RESPONSE, contentType, bytes).fault();
    }

    private static String unchunked(String body) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        int size = 1;
        while (size > 0) {
            int end = body.indexOf("\r\n", at);
            size = Integer.parseInt(body.substring(at, end), 16);
            out.append(body, end + 2, end + 2 + size);
            at = end + 2 + size + 2;
        }
        return out.toString();
    }
}
