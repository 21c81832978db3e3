package org.ambergate.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyFactory;
import javax.crypto.spec.DHPublicKeySpec;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.TlsBytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Diffie-Hellman without curves, which X-Road 7.8 still offers: 2048 bits at least (threat T-54). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupSizeTest {
    private static final String DHE_RSA_AES_256_CBC = "006b";
    private static final int SERVER_KEY_EXCHANGE = 12;

    private final Edge edge = new Edge();

    @AfterAll
    void stop() {
        edge.close();
    }

    @ParameterizedTest
    @CsvSource({"1024, false", "2048, true", "3072, true"})
    void aServersGroupIsTakenFrom2048BitsOn(int bits, boolean taken) throws Exception {
        Process process = new ProcessBuilder(SmallGroupServer.command(bits))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
                HttpLinks links = new HttpLinks(HttpLinkSettings.DEFAULT, edge.threads)) {
            int port = Integer.parseInt(output.lines().findFirst().orElseThrow());
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            if (taken) {
                assertThat(TlsMatrixTest.get(links, address, Edge.NO_TLS_CHECK)).isEqualTo("ok");
            } else {
                LocalFault fault = catchThrowableOfType(
                        LocalFault.class, () -> TlsMatrixTest.get(links, address, Edge.NO_TLS_CHECK));
                assertThat(fault.path()).isEqualTo("ssl_authentication_failed");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"2047, false", "2048, true", "2049, true"})
    void theLimitIs2048Bits(int bits, boolean permitted) throws Exception {
        BigInteger prime = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
        Key key = KeyFactory.getInstance("DH")
                .generatePublic(new DHPublicKeySpec(BigInteger.valueOf(4), prime, BigInteger.TWO));

        assertThat(LargeGroups.permits(key)).isEqualTo(permitted);
    }

    /** The hello names no group, as clients did before there were names (RFC 7919, section 4). */
    @Test
    void ourServersGroupHas2048BitsAtLeast() throws Exception {
        TlsServerSettings tls = TlsServerSettings.betweenServers(() -> TlsFixtures.RSA, leaf -> true);
        try (HttpServer server = edge.serve(Edge.quick().withTls(tls), Edge::echo);
                Socket socket = new Socket(server.address().getAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(TlsBytes.clientHello("0303", DHE_RSA_AES_256_CBC, "00"));

            assertThat(groupBytes(socket.getInputStream())).isGreaterThanOrEqualTo(2048 / 8);
        }
    }

    /** The length of the prime in the server's key exchange (RFC 5246, section 7.4.3). */
    private static int groupBytes(InputStream in) throws Exception {
        ByteBuffer messages = ByteBuffer.allocate(64 * 1024);
        while (true) {
            byte[] header = in.readNBytes(5);
            assertThat(header).startsWith(22);
            messages.put(in.readNBytes(ByteBuffer.wrap(header).getShort(3)));
            ByteBuffer read = messages.duplicate().flip();
            while (read.remaining() >= 4) {
                int head = read.getInt();
                int length = head & 0xFFFFFF;
                if (read.remaining() < length) {
                    break;
                }
                if (head >>> 24 == SERVER_KEY_EXCHANGE) {
                    return read.getShort();
                }
                read.position(read.position() + length);
            }
        }
    }
}
