package org.ambergate.sandbox.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.ambergate.sandbox.SandboxIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller sends along about its certificate serves a call in the other direction. */
final class KeptResponsesTest {
    @Test
    void aServerThatHasCalledCanBeCalledThoughItsOcspResponseCannotBeFetched(@TempDir Path directory) throws Exception {
        CraftedServers servers = new CraftedServers();
        try (CraftedPair crafted = CraftedPair.start(directory, servers);
                CraftedProvider provider = new CraftedProvider(
                        crafted.serverAddress(),
                        CraftedServers.identity(servers.authentication(CraftedServers.SERVER)),
                        (request, hash) -> CraftedProvider.signed(
                                CraftedProvider.head(request, hash), servers.credential(CraftedServers.MEMBER)))) {
            RunningPair pair = crafted.real();
            pair.resetService();
            crafted.ocsp().answer(new byte[] {1});
            assertThat(callBack(pair).statusCode()).isEqualTo(500);
            assertThat(provider.callers()).isEmpty();

            CraftedConsumer caller =
                    new CraftedConsumer(pair.providerServer().addresses().server());
            assertThat(caller.send(
                            servers.shown(CraftedServers.SERVER, "TLSv1.3"),
                            CraftedConsumer.head(CraftedServers.CLIENT),
                            servers.credential(CraftedServers.MEMBER)))
                    .isEqualTo(CraftedConsumer.DELIVERED);

            assertThat(callBack(pair).statusCode()).isEqualTo(200);
            assertThat(provider.callers()).hasSize(1);
        }
    }

    /** A member of the provider's server calls the crafted one. */
    private static HttpResponse<String> callBack(RunningPair pair) throws Exception {
        InetSocketAddress consumer = pair.providerServer().addresses().consumerHttp();
        URI url = URI.create("http://" + consumer.getAddress().getHostAddress() + ":" + consumer.getPort() + "/r1/"
                + CraftedServers.CLIENT.encoded() + "/read");
        return pair.send(HttpRequest.newBuilder(url).header("X-Road-Client", SandboxIds.PROVIDER.encoded()));
    }
}
