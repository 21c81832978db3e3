package org.ambergate.sandbox.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.ambergate.sandbox.SandboxIds;
import org.ambergate.sandbox.trustservices.KeyKind;

/** The real pair in an instance that the crafted servers are in; the first of these gives out its OCSP response. */
final class CraftedPair implements AutoCloseable {
    private final RunningPair pair;
    private final CraftedOcsp ocsp;

    private CraftedPair(RunningPair pair, CraftedOcsp ocsp) {
        this.pair = pair;
        this.ocsp = ocsp;
    }

    static CraftedPair start(Path directory, CraftedServers servers) throws Exception {
        RunningPair pair = RunningPair.start(directory, KeyKind.P256, CraftedServers.SERVICES, servers::join);
        CraftedOcsp ocsp = new CraftedOcsp(new InetSocketAddress(
                CraftedServers.ADDRESS, pair.ecosystem().ports().ocsp()));
        ocsp.answer(servers.authority()
                .ocsp(servers.authentication(CraftedServers.SERVER).certificate(), Instant.now()));
        return new CraftedPair(pair, ocsp);
    }

    RunningPair real() {
        return pair;
    }

    CraftedOcsp ocsp() {
        return ocsp;
    }

    /** Where the first crafted server is registered. */
    InetSocketAddress serverAddress() {
        return new InetSocketAddress(
                CraftedServers.ADDRESS, pair.ecosystem().ports().server());
    }

    /** Calls a service of the first crafted server through the real consumer's server. */
    HttpResponse<String> call(String pathBelowService) throws IOException, InterruptedException {
        return pair.send(pair.to("/r1/" + CraftedServers.CLIENT.encoded() + "/read" + pathBelowService)
                .header("X-Road-Client", SandboxIds.CONSUMER.encoded()));
    }

    @Override
    public void close() {
        ocsp.close();
        pair.close();
    }
}
