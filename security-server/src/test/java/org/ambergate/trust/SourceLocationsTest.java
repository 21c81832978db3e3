package org.ambergate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.testsupport.TestAuthority;
import org.junit.jupiter.api.Test;

class SourceLocationsTest {
    private static final X509Certificate ANCHORED =
            TestAuthority.create("anchored").certificate();
    private static final X509Certificate INTERNAL =
            TestAuthority.create("internal").certificate();
    private static final X509Certificate EXTERNAL =
            TestAuthority.create("external").certificate();
    private static final PublishingSource PUBLISHED =
            new PublishingSource("node", List.of(INTERNAL), List.of(EXTERNAL));

    private final SourceLocations locations = new SourceLocations(new Random(1));

    @Test
    void publishedSourcesComeBeforeTheAnchorsAndEachHasItsTwin() {
        assertThat(urls(order(List.of(PUBLISHED), "http://cs:81/internalconf")))
                .containsExactly(
                        "http://node/internalconf",
                        "https://node/internalconf",
                        "http://cs:81/internalconf",
                        "https://cs:81/internalconf");
    }

    @Test
    void publishedCertificatesAreChosenByTheDirectoryOfTheAnchor() {
        assertThat(order(List.of(PUBLISHED), "http://cs/internalconf").get(0).certificates())
                .containsExactly(INTERNAL);
        assertThat(order(List.of(PUBLISHED), "http://cs/externalconf").get(0).certificates())
                .containsExactly(EXTERNAL);
        assertThat(order(List.of(PUBLISHED), "http://cs/proxy/conf?a=b").get(0))
                .isEqualTo(new SourceLocation(URI.create("http://node/proxy/conf?a=b"), List.of(INTERNAL, EXTERNAL)));
    }

    @Test
    void anAnchorWithHttpsAddressesOnlyIsUsable() {
        assertThat(urls(order(List.of(), "https://cs/internalconf"))).containsExactly("https://cs/internalconf");
    }

    @Test
    void aPublishedAddressThatIsNoneIsPassedOver() {
        List<PublishingSource> odd = Stream.of("", "a b", "[", "u@h:x", "x/../..//\u0000")
                .map(address -> new PublishingSource(address, List.of(INTERNAL), List.of()))
                .toList();

        assertThat(urls(order(odd, "http://cs/internalconf")))
                .containsExactly("http://cs/internalconf", "https://cs/internalconf");
    }

    @Test
    void theNodesOfAClusterAreTriedInChangingOrder() {
        assertThat(Stream.generate(() -> urls(order(List.of(), "http://a/i", "http://b/i", "http://c/i")))
                        .limit(200)
                        .map(urls -> urls.get(0))
                        .distinct())
                .hasSize(3);
    }

    private List<SourceLocation> order(List<PublishingSource> published, String... anchorUrls) {
        List<ConfigurationAnchor.Source> sources = Stream.of(anchorUrls)
                .map(url -> new ConfigurationAnchor.Source(URI.create(url), List.of(ANCHORED)))
                .toList();
        return locations.order(ConfigurationAnchor.of("TEST", Instant.EPOCH, sources), published);
    }

    private static List<String> urls(List<SourceLocation> ordered) {
        return ordered.stream().map(location -> location.url().toString()).toList();
    }
}
