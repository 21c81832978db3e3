package org.ambergate.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;

/**
 * A server in a process of its own that offers classic Diffie-Hellman alone, with a group of any size: the JDK takes that
 * for a whole process only.
 */
final class SmallGroupServer {
    private SmallGroupServer() {}

    public static void main(String[] arguments) throws IOException {
        PlainTls tls = new PlainTls(Optional.of(TlsFixtures.RSA));
        try (SSLServerSocket listening = tls.listen(0, PlainTls.TLS_1_2, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256")) {
            System.out.println(listening.getLocalPort());
            while (System.in.available() == 0) {
                answer(listening);
            }
        }
    }

    private static void answer(SSLServerSocket listening) throws IOException {
        try (RawClient connection = new RawClient(listening.accept())) {
            ScriptedPeer.readRequest(connection);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        } catch (IOException refused) {
            // by the client, which is what the test is about
        }
    }

    /** What starts this program with a group of so many bits. */
    static List<String> command(int bits) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djdk.tls.ephemeralDHKeySize=" + bits,
                // without the named groups, whose sizes it could not choose
                "-Djdk.tls.namedGroups=secp256r1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SmallGroupServer.class.getName());
    }
}
