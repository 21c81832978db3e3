package org.ambergate.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where the two security servers listen: the protocol fixes one server port and one OCSP port per instance, so each has
 * an address of its own on the loopback network.
 *
 * @param consumerHttp port for information systems by HTTP
 * @param consumerHttps port for information systems by HTTPS
 * @param server port for security servers
 * @param ocsp port for OCSP responses
 * @param administration port for health and metrics
 */
public record SandboxPorts(int consumerHttp, int consumerHttps, int server, int ocsp, int administration) {
    /** The ports that X-Road's documents name. */
    public static final SandboxPorts STANDARD = new SandboxPorts(8080, 8443, 5500, 5577, 4000);

    static final String CONSUMER_ADDRESS = "127.0.0.11";
    static final String PROVIDER_ADDRESS = "127.0.0.12";

    /** A service must not have the port of a security server: such a service is never called. */
    private static final String SERVICE_ADDRESS = "127.0.0.1";

    /** Whether all of them are free on both addresses now. */
    boolean areFree() {
        for (int port : List.of(consumerHttp, consumerHttps, server, ocsp, administration)) {
            if (!isFree(CONSUMER_ADDRESS, port) || !isFree(PROVIDER_ADDRESS, port)) {
                return false;
            }
        }
        return true;
    }

    /** Five ports that are free on both addresses now, and on the one where services are. */
    public static SandboxPorts free() throws IOException {
        int[] ports = new int[5];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = freeOnBoth(ports, i);
        }
        return new SandboxPorts(ports[0], ports[1], ports[2], ports[3], ports[4]);
    }

    private static int freeOnBoth(int[] taken, int count) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(CONSUMER_ADDRESS))) {
                port = socket.getLocalPort();
            }
            boolean fresh = true;
            for (int i = 0; i < count; i++) {
                fresh &= taken[i] != port;
            }
            if (fresh && isFree(PROVIDER_ADDRESS, port) && isFree(SERVICE_ADDRESS, port)) {
                return port;
            }
        }
        throw new IOException("No port is free on both loopback addresses");
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Not an address: " + address, e);
        } catch (IOException e) {
            return false;
        }
    }
}
