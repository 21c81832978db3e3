package org.ambergate.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Sends bytes as they are and reads what comes back. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    RawClient(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** One segment per byte, as far as the other side listens. */
    RawClient sendByteByByte(String text) {
        try {
            for (byte b : text.getBytes(ISO_8859_1)) {
                socket.getOutputStream().write(b);
            }
        } catch (IOException alreadyRefused) {
            // what it answered before is what counts
        }
        return this;
    }

    /** Sends a head and a body of so many zeros, as far as the other side listens. */
    void sendByPieces(String head, int length) {
        byte[] piece = new byte[64 * 1024];
        try {
            send(head);
            for (int sent = 0; sent < length; sent += piece.length) {
                socket.getOutputStream().write(piece, 0, Math.min(piece.length, length - sent));
            }
        } catch (IOException alreadyRefused) {
            // what it answered before is what counts
        }
    }

    /** Everything up to the end of the connection. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(out);
        } catch (java.net.SocketException reset) {
            return out.toString(ISO_8859_1);
        }
        return out.toString(ISO_8859_1);
    }

    /** Reads until the text ends with the given end; fails with an exception at the end of the connection. */
    String readUntil(String end) throws IOException {
        StringBuilder out = new StringBuilder();
        while (out.indexOf(end, Math.max(0, out.length() - end.length())) < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("The connection ended after: " + out);
            }
            out.append((char) b);
        }
        return out.toString();
    }

    Socket socket() {
        return socket;
    }

    /** The status codes of the responses in the text. */
    static List<Integer> statuses(String responses) {
        List<Integer> statuses = new ArrayList<>();
        int at = responses.indexOf("HTTP/1.1 ");
        while (at >= 0) {
            statuses.add(Integer.parseInt(responses.substring(at + 9, at + 12)));
            at = responses.indexOf("HTTP/1.1 ", at + 1);
        }
        return statuses;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
