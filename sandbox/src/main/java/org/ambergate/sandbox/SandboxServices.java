package org.ambergate.sandbox;

import java.net.InetSocketAddress;

/** The services files of the two servers, as an operator would write them. */
final class SandboxServices {
    private SandboxServices() {}

    static String consumer() {
        return """
                clients:
                  - id: %s
                    connection: http
                """.formatted(SandboxIds.CONSUMER.encoded());
    }

    static String provider(InetSocketAddress service) {
        return """
                clients:
                  - id: %s
                    connection: http
                    services:
                      - code: %s
                        url: http://%s:%d
                        access:
                          - client: %s
                """.formatted(
                        SandboxIds.PROVIDER.encoded(),
                        SandboxIds.SERVICE_CODE,
                        service.getAddress().getHostAddress(),
                        service.getPort(),
                        SandboxIds.CONSUMER.encoded());
    }
}
