package org.ambergate.sandbox.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Somebody who says anything to a port of TLS. Its reads end with a time-out, which fails the test. */
final class Stranger implements AutoCloseable {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    /** The longest that a server may wait for the end of a handshake, and some time for a busy machine. */
    static final int LIMIT_MILLIS = 25_000;

    private static final int HEADER = 5;

    private final Socket socket;

    Stranger(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MILLIS);
    }

    /** The first record of an honest client, which it could go on from. */
    static byte[] hello(String protocol) {
        try {
            return hello(RecordingPeer.context(Optional.empty()).createSSLEngine(), protocol);
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first record that an engine sends; it names the session that it would resume. */
    static byte[] hello(SSLEngine engine, String protocol) throws SSLException {
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] hello = new byte[out.flip().remaining()];
        out.get(hello);
        return hello;
    }

    /** Sends; that the server has closed already is for the reader to see. */
    Stranger say(byte[]... all) throws IOException {
        try {
            for (byte[] bytes : all) {
                socket.getOutputStream().write(bytes);
            }
        } catch (SocketException closed) {
            // it would not listen
        }
        return this;
    }

    /** Says that nothing more will come. */
    Stranger end() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException closed) {
            // it would not listen
        }
        return this;
    }

    /** The next record, whole; empty if the server has closed. */
    Optional<byte[]> next() throws IOException {
        try {
            InputStream in = socket.getInputStream();
            byte[] header = in.readNBytes(HEADER);
            if (header.length < HEADER) {
                return Optional.empty();
            }
            int length = ((header[3] & 0xFF) << 8) | (header[4] & 0xFF);
            byte[] record = Arrays.copyOf(header, HEADER + length);
            return in.readNBytes(record, HEADER, length) < length ? Optional.empty() : Optional.of(record);
        } catch (SocketException reset) {
            return Optional.empty();
        }
    }

    /** The types of all records until the server closes. */
    List<Integer> heard() throws IOException {
        List<Integer> types = new ArrayList<>();
        Optional<byte[]> record = next();
        while (record.isPresent()) {
            types.add(record.get()[0] & 0xFF);
            record = next();
        }
        return types;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
