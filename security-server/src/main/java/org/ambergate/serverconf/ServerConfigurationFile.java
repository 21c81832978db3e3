package org.ambergate.serverconf;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.ambergate.config.SettingsException;
import org.ambergate.config.SettingsTree;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.ServiceId;
import org.ambergate.message.EndpointPattern;

/**
 * Reads {@code services.yaml}: clients, their services and access rights. {@code docs/operations.md} has an annotated
 * example.
 */
public final class ServerConfigurationFile {
    private static final int PORT_MAX = 65_535;
    /** A host that readers may take for an IPv4 address, and the one form that all of them read alike. */
    private static final Pattern NUMBER_AT_END = Pattern.compile("(?:^|\\.)(?:\\d+|0[xX][0-9a-fA-F]*)\\.?$");

    private static final Pattern PLAIN_IPV4 = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

    private final Path base;

    private ServerConfigurationFile(Path base) {
        this.base = base;
    }

    /**
     * Reads the file.
     *
     * @throws SettingsException naming the key that is missing, unknown or wrong
     */
    public static ServerConfiguration read(Path file) throws SettingsException {
        SettingsTree tree = SettingsTree.read(file);
        Path base = file.toAbsolutePath().normalize().getParent();
        ServerConfigurationFile reader = new ServerConfigurationFile(base == null ? Path.of("") : base);
        Map<ClientId, LocalClient> clients = new LinkedHashMap<>();
        for (SettingsTree item : tree.list("clients")) {
            LocalClient client = reader.client(item);
            if (clients.putIfAbsent(client.id(), client) != null) {
                throw item.wrong("id", "names a client that is listed twice");
            }
        }
        tree.refuseUnknown();
        return new ServerConfiguration(clients.values());
    }

    private LocalClient client(SettingsTree tree) throws SettingsException {
        ClientId id = clientId(tree, "id", tree.requiredText("id"));
        Map<String, Service> services = new LinkedHashMap<>();
        for (SettingsTree item : tree.list("services")) {
            Service service = service(item, id);
            if (services.putIfAbsent(service.id().serviceCode(), service) != null) {
                throw item.wrong("code", "names a service that is listed twice");
            }
        }
        return new LocalClient(id, connection(tree), certificates(tree), services, groups(tree));
    }

    private static ConnectionType connection(SettingsTree tree) throws SettingsException {
        String text = tree.text("connection", "https");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "http" -> ConnectionType.HTTP;
            case "https-no-auth" -> ConnectionType.HTTPS_NO_AUTH;
            case "https" -> ConnectionType.HTTPS;
            default -> throw tree.wrong("connection", "must be http, https-no-auth or https");
        };
    }

    private Set<Digest> certificates(SettingsTree tree) throws SettingsException {
        Set<Digest> digests = new HashSet<>();
        for (String name : tree.texts("certificates")) {
            try {
                digests.add(DigestAlgorithm.SHA256.of(PemFile.certificateDer(Files.readString(base.resolve(name)))));
            } catch (IOException | IllegalArgumentException e) {
                throw tree.wrong("certificates", "names " + name + ", which is not a readable PEM certificate");
            }
        }
        return digests;
    }

    private static Map<GroupId.Local, Set<ClientId>> groups(SettingsTree tree) throws SettingsException {
        Map<GroupId.Local, Set<ClientId>> groups = new HashMap<>();
        SettingsTree section = tree.section("groups");
        for (String code : section.keys()) {
            Set<ClientId> members = new HashSet<>();
            for (String member : section.texts(code)) {
                members.add(clientId(section, code, member));
            }
            groups.put(localGroup(section, code, code), Set.copyOf(members));
        }
        return groups;
    }

    private static Service service(SettingsTree tree, ClientId provider) throws SettingsException {
        List<AccessRight> rights = new ArrayList<>();
        for (SettingsTree item : tree.list("access")) {
            rights.add(right(item));
        }
        try {
            return new Service(
                    new ServiceId(provider, tree.requiredText("code")),
                    url(tree),
                    tree.duration("timeout", Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofSeconds(1000)),
                    tree.flag("verify-certificate", true),
                    tree.text("disabled"),
                    rights);
        } catch (MalformedIdentifierException e) {
            throw tree.wrong("code", "is not a service code: " + e.getMessage());
        }
    }

    private static URI url(SettingsTree tree) throws SettingsException {
        try {
            URI url = new URI(tree.requiredText("url"));
            String scheme = url.getScheme();
            if (scheme == null
                    || !(scheme.equals("http") || scheme.equals("https"))
                    || url.getHost() == null
                    || url.getPort() > PORT_MAX
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null
                    || url.getRawUserInfo() != null) {
                throw tree.wrong("url", "must be http(s)://HOST[:PORT][/PATH] without query, fragment or user");
            }
            String host = url.getHost();
            if (NUMBER_AT_END.matcher(host).find() && !PLAIN_IPV4.matcher(host).matches()) {
                throw tree.wrong("url", "must write an IPv4 address as four decimal numbers without leading zeros");
            }
            return url;
        } catch (URISyntaxException e) {
            throw tree.wrong("url", "is not a URL");
        }
    }

    private static AccessRight right(SettingsTree tree) throws SettingsException {
        String method = tree.text("method", "*");
        if (!EndpointPattern.isMethod(method)) {
            // Such a right would never apply, and nobody would be told.
            throw tree.wrong("method", "must be an HTTP method that REST messages can have, or *");
        }
        String path = tree.text("path", "**");
        Subject subject = subject(tree);
        try {
            return new AccessRight(subject, EndpointPattern.of(method, path));
        } catch (IllegalArgumentException e) {
            throw tree.wrong("path", "is not a path pattern: " + e.getMessage());
        }
    }

    private static Subject subject(SettingsTree tree) throws SettingsException {
        var client = tree.text("client");
        var globalGroup = tree.text("global-group");
        var localGroup = tree.text("local-group");
        if (client.isPresent() && globalGroup.isEmpty() && localGroup.isEmpty()) {
            return new Subject.Client(clientId(tree, "client", client.get()));
        }
        if (globalGroup.isPresent() && client.isEmpty() && localGroup.isEmpty()) {
            String[] parts = globalGroup.get().split("/", -1);
            if (parts.length != 2) {
                throw tree.wrong("global-group", "must be INSTANCE/GROUP");
            }
            return new Subject.Group(globalGroup(tree, parts[0], parts[1]));
        }
        if (localGroup.isPresent() && client.isEmpty() && globalGroup.isEmpty()) {
            return new Subject.Group(localGroup(tree, "local-group", localGroup.get()));
        }
        throw tree.wrong("client", "or global-group or local-group: exactly one of them says who may call");
    }

    private static GroupId.Global globalGroup(SettingsTree tree, String instance, String code)
            throws SettingsException {
        try {
            return new GroupId.Global(instance, code);
        } catch (MalformedIdentifierException e) {
            throw tree.wrong("global-group", "must be INSTANCE/GROUP: " + e.getMessage());
        }
    }

    private static GroupId.Local localGroup(SettingsTree tree, String key, String code) throws SettingsException {
        try {
            return new GroupId.Local(code);
        } catch (MalformedIdentifierException e) {
            throw tree.wrong(key, "is not a group code: " + e.getMessage());
        }
    }

    private static ClientId clientId(SettingsTree tree, String key, String text) throws SettingsException {
        try {
            return ClientId.parse(text);
        } catch (MalformedIdentifierException e) {
            throw tree.wrong(key, "must be INSTANCE/CLASS/MEMBER[/SUBSYSTEM]: " + e.getMessage());
        }
    }
}
