package org.ambergate.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.sandbox.trustservices.IssuedKey;
import org.ambergate.signing.KeyUsage;
import org.ambergate.signing.SoftwareToken;
import org.ambergate.signing.TokenException;

/**
 * The directory of one security server: settings, services, anchor and token, as an operator would lay them out.
 *
 * @param directory the directory
 * @param server whose it is
 * @param address the loopback address it listens on
 */
public record ServerHome(Path directory, SecurityServerId server, String address) {
    private static final int PIN_BYTES = 12;

    /** What differs between sandbox, tests and bench. */
    public record Options(SandboxPorts ports, String extraSettings) {}

    public Path settings() {
        return directory.resolve("security-server.yaml");
    }

    public Path services() {
        return directory.resolve("services.yaml");
    }

    public Path messageLog() {
        return directory.resolve("data").resolve("message-log");
    }

    public Path globalConfiguration() {
        return directory.resolve("data").resolve("globalconf");
    }

    /** Writes everything but the services file. */
    void write(Options options, byte[] anchor, IssuedKey authentication, IssuedKey signing)
            throws IOException, TokenException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("configuration-anchor.xml"), anchor);
        Files.writeString(settings(), settingsText(options));
        writeToken(authentication, signing);
    }

    private void writeToken(IssuedKey authentication, IssuedKey signing) throws IOException, TokenException {
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[PIN_BYTES];
        random.nextBytes(secret);
        String pin = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Path pinFile = directory.resolve("pin");
        Files.deleteIfExists(pinFile);
        Files.createFile(pinFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(pinFile, (pin + "\n").getBytes(StandardCharsets.UTF_8));
        try (SoftwareToken token =
                SoftwareToken.create(directory.resolve("token"), pin.toCharArray(), Clock.systemUTC(), random)) {
            token.importKey(
                    authentication.privateKey(),
                    authentication.certificate(),
                    KeyUsage.AUTHENTICATION,
                    Optional.empty());
            token.importKey(signing.privateKey(), signing.certificate(), KeyUsage.SIGNING, Optional.of(server.owner()));
        }
    }

    private String settingsText(Options options) {
        SandboxPorts ports = options.ports();
        return """
                server-id: %s
                listen:
                  consumer-http: %s:%d
                  consumer-https: %s:%d
                  server: %s:%d
                  ocsp: %s:%d
                  administration: %s:%d
                peers:
                  server-port: %d
                  ocsp-port: %d
                token:
                  pin-file: pin
                loopback-services-allowed: true
                %s""".formatted(
                        server.encoded(),
                        address,
                        ports.consumerHttp(),
                        address,
                        ports.consumerHttps(),
                        address,
                        ports.server(),
                        address,
                        ports.ocsp(),
                        address,
                        ports.administration(),
                        ports.server(),
                        ports.ocsp(),
                        options.extraSettings());
    }
}
