package org.ambergate.testsupport;

import java.util.HexFormat;

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

    private static byte[] record(String version, String type, String body) {
        String handshake = type + "00" + hex16(body.length() / 2) + body;
        return HexFormat.of().parseHex("16" + version + hex16(handshake.length() / 2) + handshake);
    }

    private static String hex16(int value) {
        return HexFormat.of().toHexDigits((short) value);
    }
}
