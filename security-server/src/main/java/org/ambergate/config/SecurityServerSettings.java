package org.ambergate.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.message.ProxyVersion;
import org.ambergate.messagelog.LoggedTimestamp;

/**
 * The settings of a security server, read from {@code security-server.yaml}. Paths are relative to the file's
 * directory. {@code docs/operations.md} lists every key with its default.
 *
 * @param server this server's identifier
 * @param files where things lie
 * @param listen the addresses that this server listens on
 * @param peers how other servers are reached
 * @param token how the software token is opened
 * @param messageLog what is logged
 * @param timestamping when the message log is time-stamped
 * @param archive whether and where the message log is archived
 * @param retention how long what is logged is kept
 * @param limits sizes and waits
 * @param allowedFederations which partner instances are followed: names, or {@code all}; none by default
 * @param batchSigning whether messages that wait together share one signature
 * @param oldestPeerVersion security servers that say they are older may not call; empty: all may
 * @param loopbackServicesAllowed whether services may be at loopback addresses of this machine
 */
public record SecurityServerSettings(
        SecurityServerId server,
        Files files,
        Listen listen,
        Peers peers,
        Token token,
        MessageLogSettings messageLog,
        Timestamping timestamping,
        ArchiveSettings archive,
        RetentionSettings retention,
        Limits limits,
        List<String> allowedFederations,
        boolean batchSigning,
        Optional<ProxyVersion> oldestPeerVersion,
        boolean loopbackServicesAllowed) {

    /** Where things lie. */
    public record Files(Path anchor, Path services, Path data) {
        public Path globalConfiguration() {
            return data.resolve("globalconf");
        }

        public Path messageLog() {
            return data.resolve("message-log");
        }

        public Path timestampingFailure() {
            return data.resolve("time-stamping-failure");
        }

        /** Beside the log, where the command line looks for it, too. */
        public Path auditIndex() {
            return data.resolve("message-log-index.sqlite");
        }

        public Path auditorKeys() {
            return data.resolve("auditor-keys.yaml");
        }

        public Path archivePosition() {
            return data.resolve("archive-position");
        }

        public Path ocspCache() {
            return data.resolve("ocsp-cache");
        }

        public Path spool() {
            return data.resolve("spool");
        }

        public Path internalTls() {
            return data.resolve("internal-tls.p12");
        }
    }

    /** The addresses that this server listens on; a port of 0 takes a free one. */
    public record Listen(
            InetSocketAddress consumerHttp,
            InetSocketAddress consumerHttps,
            InetSocketAddress server,
            InetSocketAddress ocsp,
            InetSocketAddress administration) {}

    /** How other servers are reached: the ports that the protocol fixes per instance, waits, and connection reuse. */
    public record Peers(int serverPort, int ocspPort, Duration connect, boolean reuseConnections) {}

    /** How the software token is opened: PIN from a file or from an environment variable, else from the terminal. */
    public record Token(Path directory, Optional<Path> pinFile, String pinEnvironment) {}

    /** What is logged of a body, and how large a journal segment is. */
    public record MessageLogSettings(
            BodyLogging bodies, long loggableBodyBytesMax, boolean truncatedBodyAllowed, long segmentBytes) {}

    /**
     * When the message log is time-stamped (empty: as often as the global configuration says), how long that may fail
     * before messages are refused (zero: for ever), how many messages one time-stamp covers, and whether two authorities
     * have to agree about the time.
     */
    public record Timestamping(
            Optional<Duration> interval, Duration failurePeriod, int batchMessagesMax, boolean crossCheck) {}

    /** Limits on parallel exchanges, on waits, and on what is remembered of earlier requests. */
    public record Limits(
            int exchanges,
            Duration exchange,
            Duration response,
            Duration idle,
            int connections,
            int connectionsPerAddress,
            int replayIdentifiers) {}

    /**
     * Reads the file.
     *
     * @throws SettingsException naming the key that is missing, unknown or out of range
     */
    public static SecurityServerSettings read(Path file) throws SettingsException {
        SettingsTree tree = SettingsTree.read(file);
        Path base = file.toAbsolutePath().normalize().getParent();
        if (base == null) {
            throw new SettingsException(file + " has no directory");
        }
        ArchiveSettings archive = ArchiveSettings.read(tree.section("archive"), base);
        SecurityServerSettings settings = new SecurityServerSettings(
                serverId(tree),
                new Files(
                        base.resolve(tree.text("anchor", "configuration-anchor.xml")),
                        base.resolve(tree.text("services", "services.yaml")),
                        base.resolve(tree.text("data-directory", "data"))),
                listen(tree.section("listen")),
                peers(tree.section("peers")),
                token(tree.section("token"), base),
                messageLog(tree.section("message-log")),
                timestamping(tree.section("time-stamping")),
                archive,
                RetentionSettings.read(
                        tree.section("retention"), archive.directory().isPresent()),
                limits(tree.section("limits")),
                tree.texts("allowed-federations"),
                tree.flag("batch-signing", true),
                oldestPeerVersion(tree),
                tree.flag("loopback-services-allowed", false));
        tree.refuseUnknown();
        return settings;
    }

    private static SecurityServerId serverId(SettingsTree tree) throws SettingsException {
        String text = tree.requiredText("server-id");
        try {
            return SecurityServerId.parse(text);
        } catch (IllegalArgumentException e) {
            throw tree.wrong("server-id", "must be INSTANCE/CLASS/MEMBER/SERVER: " + e.getMessage());
        }
    }

    private static Listen listen(SettingsTree tree) throws SettingsException {
        return new Listen(
                address(tree, "consumer-http", "127.0.0.1:8080"),
                address(tree, "consumer-https", "127.0.0.1:8443"),
                address(tree, "server", "0.0.0.0:5500"),
                address(tree, "ocsp", "0.0.0.0:5577"),
                loopback(tree, "administration", "127.0.0.1:4000"));
    }

    private static InetSocketAddress address(SettingsTree tree, String key, String byDefault) throws SettingsException {
        String text = tree.text(key, byDefault);
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            String host = text.substring(0, Math.max(colon, 0)).replace("[", "").replace("]", "");
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw tree.wrong(key, "must be ADDRESS:PORT, for example " + byDefault);
        }
    }

    private static InetSocketAddress loopback(SettingsTree tree, String key, String byDefault)
            throws SettingsException {
        InetSocketAddress address = address(tree, key, byDefault);
        if (!address.getAddress().isLoopbackAddress()) {
            throw tree.wrong(key, "must be a loopback address: it answers without authentication");
        }
        return address;
    }

    private static Peers peers(SettingsTree tree) throws SettingsException {
        return new Peers(
                tree.integer("server-port", 5500, 1, 65_535),
                tree.integer("ocsp-port", 5577, 1, 65_535),
                tree.duration("connect-timeout", Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofMinutes(5)),
                tree.flag("reuse-connections", true));
    }

    private static Token token(SettingsTree tree, Path base) throws SettingsException {
        return new Token(
                base.resolve(tree.text("directory", "token")),
                tree.text("pin-file").map(base::resolve),
                tree.text("pin-environment", "AMBERGATE_PIN"));
    }

    private static MessageLogSettings messageLog(SettingsTree tree) throws SettingsException {
        long gib = 1L << 30;
        return new MessageLogSettings(
                BodyLogging.read(tree),
                tree.bytes("loggable-body-max", 10L << 20, 0, gib),
                tree.flag("truncated-body-allowed", false),
                tree.bytes("segment-size", 64L << 20, 1L << 20, gib));
    }

    private static Timestamping timestamping(SettingsTree tree) throws SettingsException {
        Duration day = Duration.ofDays(1);
        return new Timestamping(
                tree.duration("interval", Duration.ofSeconds(1), day),
                tree.duration("acceptable-failure-period", Duration.ofHours(4), Duration.ZERO, day.multipliedBy(30)),
                tree.integer("batch-messages", 10_000, 1, LoggedTimestamp.MESSAGES_MAX),
                tree.flag("cross-check", false));
    }

    private static Limits limits(SettingsTree tree) throws SettingsException {
        Duration day = Duration.ofDays(1);
        Duration second = Duration.ofSeconds(1);
        return new Limits(
                tree.integer("exchanges", 512, 1, 100_000),
                tree.duration("exchange-time", Duration.ofHours(1), second, day),
                tree.duration("response-time", Duration.ofMinutes(5), second, day),
                tree.duration("idle-time", Duration.ofSeconds(30), second, day),
                tree.integer("connections", 5_000, 1, 1_000_000),
                tree.integer("connections-per-address", 2_000, 1, 1_000_000),
                tree.integer("replay-identifiers", 8_000_000, 1_000, 400_000_000));
    }

    private static Optional<ProxyVersion> oldestPeerVersion(SettingsTree tree) throws SettingsException {
        String text = tree.text("oldest-peer-version", "");
        Optional<ProxyVersion> version = ProxyVersion.parse(text);
        if (!text.isEmpty() && version.isEmpty()) {
            throw tree.wrong("oldest-peer-version", "must be three numbers, as in 7.6.0");
        }
        return version;
    }
}
