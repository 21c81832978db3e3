package org.ambergate.testsupport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Hellos of TLS as bytes, for versions and suites that no library offers any more. */
public final class TlsBytes {
    private TlsBytes() {}

    /**
     * A client's hello with what curves and signatures a server could need.
     *
     * @param version of the protocol, hexadecimal as the other parameters
     * @param suites offered
     * @param compression methods offered
     */
    public static byte[] clientHello(String version, String suites, String compression) {
        String extensions = "000a00040002" + "0017" + "000b00020100" + "000d000a0008" + "0403050306030401";
        String body = version
                + "11".repeat(32)
                + "00"
                + hex16(suites.length() / 2)
                + suites
                + "01"
                + compression
                + hex16(extensions.length() / 2)
                + extensions;
        return record("0301", "01", body);
    }

    /** A server's hello: what it picked of each. */
    public static byte[] serverHello(String version, String suite, String compression) {
        return record(version, "02", version + "22".repeat(32) + "00" + suite + compression);
    }

    /** The types of the extensions in a record with a hello of a client or a server, in order. */
    public static List<Integer> extensions(byte[] hello) {
        ByteBuffer in = ByteBuffer.wrap(hello);
        boolean client = in.get(5) == 1;
        in.position(5 + 4 + 2 + 32);
        skip(in, in.get() & 0xFF);
        // a client offers lists of suites and compressions where a server names one of each
        skip(in, client ? in.getShort() : 2);
        skip(in, client ? in.get() : 1);
        in.getShort();
        List<Integer> types = new ArrayList<>();
        while (in.hasRemaining()) {
            types.add(in.getShort() & 0xFFFF);
            skip(in, in.getShort() & 0xFFFF);
        }
        return types;
    }

    /** A client's hello with more bytes of extensions at its end. */
    public static byte[] extended(byte[] hello, byte[] extensions) {
        ByteBuffer out =
                ByteBuffer.allocate(hello.length + extensions.length).put(hello).put(extensions);
        out.putShort(3, (short) (hello.length + extensions.length - 5));
        out.putShort(7, (short) (hello.length + extensions.length - 9));
        int at = 5 + 4 + 2 + 32;
        at += 1 + hello[at];
        at += 2 + out.getShort(at);
        at += 1 + hello[at];
        return out.putShort(at, (short) (out.getShort(at) + extensions.length)).array();
    }

    private static void skip(ByteBuffer in, int length) {
        in.position(in.position() + length);
    }

    /** A record of any type with any content. */
    public static byte[] record(int type, byte... fragment) {
        return ByteBuffer.allocate(5 + fragment.length)
                .put((byte) type)
                .putShort((short) 0x0303)
                .putShort((short) fragment.length)
                .put(fragment)
                .array();
    }

    /** A handshake message in a record of its own. */
    public static byte[] handshake(int type, byte... body) {
        return record(
                22,
                ByteBuffer.allocate(4 + body.length)
                        .putInt((type << 24) | body.length)
                        .put(body)
                        .array());
    }

    private static byte[] record(String version, String type, String body) {
        String handshake = type + "00" + hex16(body.length() / 2) + body;
        return HexFormat.of().parseHex("16" + version + hex16(handshake.length() / 2) + handshake);
    }

    private static String hex16(int value) {
        return HexFormat.of().toHexDigits((short) value);
    }
}
