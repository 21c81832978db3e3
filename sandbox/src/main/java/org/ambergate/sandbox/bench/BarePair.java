package org.ambergate.sandbox.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.ambergate.sandbox.process.ChildProcess;
import org.ambergate.sandbox.process.ChildProgram;

/**
 * Two plain Netty reverse proxies with mutual TLS between them, no signing, no logging: the floor that a gateway pair is
 * measured against.
 */
public final class BarePair implements MeasuredPair {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final ChildProcess front;
    private final ChildProcess back;

    private BarePair(ChildProcess front, ChildProcess back) {
        this.front = front;
        this.back = back;
    }

    /**
     * Starts both proxies.
     *
     * @throws IOException if one of them does not start
     */
    public static BarePair start(PairSettings settings) throws IOException, InterruptedException {
        BareTls.generate(settings.folder(), settings.keyKind());
        ChildProcess back =
                startHalf(BareProxyMain.Half.BACK, settings.service().getPort(), settings);
        try {
            return new BarePair(startHalf(BareProxyMain.Half.FRONT, port(back), settings), back);
        } catch (IOException | InterruptedException e) {
            back.close();
            throw e;
        }
    }

    @Override
    public URI baseUrl() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port(front));
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of(front.handle(), back.handle());
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }

    private static ChildProcess startHalf(BareProxyMain.Half half, int upstreamPort, PairSettings settings)
            throws IOException, InterruptedException {
        return ChildProcess.start(new ChildProgram(
                BareProxyMain.class.getName(),
                settings.jvmFlags(),
                List.of(
                        half.name(),
                        Integer.toString(upstreamPort),
                        settings.folder().toString()),
                BareProxyMain.READY,
                READY_WITHIN,
                settings.folder().resolve("bare-" + half.name().toLowerCase(java.util.Locale.ROOT) + ".log")));
    }

    private static int port(ChildProcess proxy) {
        return Integer.parseInt(proxy.readyLine().substring(BareProxyMain.READY.length()));
    }
}
