package org.ambergate.sandbox.bench;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.sandbox.trustservices.IssuedKey;
import org.ambergate.sandbox.trustservices.KeyKind;
import org.ambergate.sandbox.trustservices.TestCertificationAuthority;

/**
 * Mutual TLS 1.3 between the two bare proxies, by BoringSSL: one throwaway key and certificate that both present, in PEM
 * files that only the owner can read.
 */
final class BareTls {
    private static final String AUTHORITY = "authority.pem";
    private static final String CERTIFICATE = "certificate.pem";
    private static final String KEY = "key.pem";
    private static final String PROTOCOL = "TLSv1.3";

    private BareTls() {}

    /** Writes a fresh key, its certificate and its authority into the folder. */
    static void generate(Path folder, KeyKind kind) throws IOException {
        TestCertificationAuthority authority =
                TestCertificationAuthority.root("Bench", TestCertificationAuthority.Settings.standard());
        SecurityServerId server = new SecurityServerId(new MemberId("BENCH", "GOV", "1"), "bare");
        IssuedKey key = authority.authentication(CertificateProfile.EJBCA, server, BareProxy.TLS_NAME, kind);
        try {
            write(
                    folder.resolve(AUTHORITY),
                    "CERTIFICATE",
                    authority.certificate().getEncoded());
            write(folder.resolve(CERTIFICATE), "CERTIFICATE", key.certificate().getEncoded());
            write(folder.resolve(KEY), "PRIVATE KEY", key.privateKey().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate of the bench cannot be encoded", e);
        }
    }

    static SslContext server(Path folder) throws IOException {
        return common(
                        SslContextBuilder.forServer(
                                        folder.resolve(CERTIFICATE).toFile(),
                                        folder.resolve(KEY).toFile())
                                .clientAuth(ClientAuth.REQUIRE),
                        folder)
                .build();
    }

    static SslContext client(Path folder) throws IOException {
        return common(
                        SslContextBuilder.forClient()
                                .keyManager(
                                        folder.resolve(CERTIFICATE).toFile(),
                                        folder.resolve(KEY).toFile()),
                        folder)
                .build();
    }

    private static SslContextBuilder common(SslContextBuilder builder, Path folder) {
        return builder.sslProvider(SslProvider.OPENSSL)
                .protocols(PROTOCOL)
                .trustManager(folder.resolve(AUTHORITY).toFile());
    }

    private static void write(Path file, String type, byte[] der) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n",
                StandardCharsets.US_ASCII);
    }
}
