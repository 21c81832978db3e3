package org.ambergate.net;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/** The engines and suites of TLS. */
final class TlsContexts {
    static final String TLS_1_3 = "TLSv1.3";
    static final String TLS_1_2 = "TLSv1.2";

    private static final List<String> SUITES_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private static final List<String> SUITES_GCM = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    /** All that a default X-Road 7.8 offers (transport specification, section 1.1). */
    private static final List<String> SUITES_XROAD = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256");

    private static final boolean NATIVE = OpenSsl.isAvailable() && SslProvider.isTlsv13Supported(SslProvider.OPENSSL);

    private TlsContexts() {}

    /** Whether the native engine loads on this platform. */
    static boolean isNative() {
        return NATIVE;
    }

    // ---- servers

    /** The fast engine: TLS 1.3, and 1.2 with AES-GCM where X-Road's suites are not asked for. */
    static SslContext nativeServer(TlsIdentity identity, TlsServerSettings settings) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forServer(nativeKeys(identity)).sslProvider(SslProvider.OPENSSL);
        if (settings.interoperableTls12()) {
            builder.protocols(TLS_1_3);
        } else {
            builder.protocols(TLS_1_3, TLS_1_2)
                    .ciphers(join(SUITES_1_3, SUITES_GCM), SupportedCipherSuiteFilter.INSTANCE);
        }
        return server(builder, settings);
    }

    /** The JDK's engine. */
    static SslContext jdkServer(TlsIdentity identity, TlsServerSettings settings, List<String> protocols)
            throws SSLException {
        List<String> suites = settings.interoperableTls12() ? join(SUITES_GCM, SUITES_XROAD) : SUITES_GCM;
        return new LargeGroups(server(
                SslContextBuilder.forServer(new OneIdentity(identity))
                        .sslProvider(SslProvider.JDK)
                        .protocols(protocols)
                        .ciphers(join(SUITES_1_3, suites), SupportedCipherSuiteFilter.INSTANCE),
                settings));
    }

    private static SslContext server(SslContextBuilder builder, TlsServerSettings settings) throws SSLException {
        ClientAuth clientAuth = switch (settings.clientAuth()) {
            case NONE -> ClientAuth.NONE;
            case REQUESTED -> ClientAuth.OPTIONAL;
            case REQUIRED -> ClientAuth.REQUIRE;
        };
        return builder.trustManager(trust(settings.acceptedLeaf()))
                .clientAuth(clientAuth)
                .build();
    }

    // ---- clients

    static SslContext nativeClient(Optional<TlsIdentity> identity) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().sslProvider(SslProvider.OPENSSL).protocols(TLS_1_3);
        identity.ifPresent(present -> builder.keyManager(nativeKeys(present)));
        return client(builder);
    }

    static SslContext jdkClient(Optional<TlsIdentity> identity) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols(TLS_1_3, TLS_1_2)
                .ciphers(join(SUITES_1_3, join(SUITES_GCM, SUITES_XROAD)), SupportedCipherSuiteFilter.INSTANCE);
        identity.ifPresent(present -> builder.keyManager(new OneIdentity(present)));
        return new LargeGroups(client(builder));
    }

    private static SslContext client(SslContextBuilder builder) throws SSLException {
        // host names mean nothing between security servers; the peer check judges certificates
        return builder.trustManager(trust(leaf -> true))
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    private static TrustManager trust(Predicate<X509Certificate> acceptedLeaf) {
        return new LeafTrust(acceptedLeaf);
    }

    private static OpenSslCachingX509KeyManagerFactory nativeKeys(TlsIdentity identity) {
        return new OpenSslCachingX509KeyManagerFactory(OneIdentity.factory(identity));
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
