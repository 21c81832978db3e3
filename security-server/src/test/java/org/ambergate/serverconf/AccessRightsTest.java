package org.ambergate.serverconf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.globalconf.GlobalGroup;
import org.ambergate.globalconf.InstanceConfiguration;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;
import org.ambergate.identifier.ServiceId;
import org.ambergate.message.EndpointPattern;
import org.ambergate.message.Field;
import org.ambergate.message.RestRequestHead;
import org.ambergate.testsupport.RecordedTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every client, service, method and path against a model that knows neither groups nor globs (threat T-45). */
class AccessRightsTest {
    private static final ClientId PROVIDER = client("PROVIDER");
    private static final GroupId.Local LOCAL = new GroupId.Local("local");
    private static final GroupId.Global GLOBAL = new GroupId.Global(RecordedTrust.INSTANCE, "global");
    private static final GroupId.Global FOREIGN = new GroupId.Global("OTHER", "global");

    private static final List<ClientId> CLIENTS = List.of(
            client("A"),
            client("a"),
            client("B"),
            client("C"),
            client("D"),
            ClientId.member(client("A").member()),
            ClientId.subsystem(RecordedTrust.INSTANCE, "GOV", "1", "A"),
            ClientId.subsystem(RecordedTrust.INSTANCE, "ORG", "2", "A"),
            ClientId.subsystem("OTHER", "ORG", "1", "A"),
            PROVIDER);
    private static final List<String> METHODS = List.of("GET", "POST", "DELETE", "HEAD");
    private static final List<String> PATHS =
            List.of("", "/", "/x", "/x/", "/x/y", "/x/y/z", "/y", "/xx", "/X", "/x.y");
    private static final List<String> GLOBS = List.of("**", "/*", "/**", "/x", "/x/*", "/x/**", "/*/y", "/**/z", "/x*");
    private static final List<String> ANY_METHODS = List.of("*", "GET", "POST", "get");
    private static final int SERVICES = 10;

    /** One right as the model sees it. */
    private record Allowed(Set<ClientId> clients, String method, String glob) {
        boolean allows(ClientId client, String wanted, String path) {
            return clients.contains(client)
                    && (method.equals("*") || method.equalsIgnoreCase(wanted))
                    && (glob.equals("**")
                            || (!path.isEmpty() && regex(glob).matcher(path).matches()));
        }

        private static Pattern regex(String glob) {
            return Pattern.compile(glob.replace(".", "\\.")
                    .replace("**", "\u0000")
                    .replace("*", "[^/]*")
                    .replace("\u0000", ".*"));
        }
    }

    private final Map<String, List<Allowed>> model = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatTheModelAllowsIsAllowedAndNothingElse(long seed) throws LocalFault {
        Random random = new Random(seed);
        ServerConfiguration configuration = configuration(random, Optional.empty());
        GlobalConfiguration global = global();
        int allowed = 0;
        for (ClientId client : CLIENTS) {
            for (int service = 0; service < SERVICES; service++) {
                for (String method : METHODS) {
                    for (String path : PATHS) {
                        String code = "s" + service;
                        boolean expected = model.getOrDefault(code, List.of()).stream()
                                .anyMatch(right -> right.allows(client, method, path));
                        assertThat(verdict(client, code, method, path, configuration, global))
                                .as("%s %s %s%s", client, method, code, path)
                                .isEqualTo(expected ? "allowed" : "access_denied");
                        allowed += expected ? 1 : 0;
                    }
                }
            }
        }
        int all = CLIENTS.size() * SERVICES * METHODS.size() * PATHS.size();
        assertThat(allowed).isBetween(all / 50, all - all / 50);
    }

    @Test
    void aServiceThatIsOffIsNamedOnlyToThoseWhoMayCallIt() throws LocalFault {
        ServerConfiguration configuration = configuration(new Random(1), Optional.of("moved"));
        GlobalConfiguration global = global();
        for (ClientId client : CLIENTS) {
            boolean allowed = model.getOrDefault("s0", List.of()).stream().anyMatch(r -> r.allows(client, "GET", "/x"));
            assertThat(verdict(client, "s0", "GET", "/x", configuration, global))
                    .isEqualTo(allowed ? "service_disabled" : "access_denied");
        }
    }

    @Test
    void servicesAndProvidersThatAreNotHereHaveTheirOwnCodes() throws LocalFault {
        ServerConfiguration configuration = configuration(new Random(1), Optional.empty());

        assertThat(verdict(client("A"), "nosuch", "GET", "/x", configuration, global()))
                .isEqualTo("unknown_service");
        assertThat(verdict(client("A"), "s0", "GET", "/x", new ServerConfiguration(List.of()), global()))
                .isEqualTo("service_failed.unknown_member");
    }

    private static String verdict(
            ClientId client,
            String service,
            String method,
            String path,
            ServerConfiguration configuration,
            GlobalConfiguration global)
            throws LocalFault {
        RestRequestHead request = RestRequestHead.fromConsumer(
                method,
                "/r1/" + PROVIDER.encoded() + "/" + service + path,
                List.of(new Field("X-Road-Client", client.encoded())),
                "00000000-0000-0000-0000-000000000001",
                "PEER-1");
        try {
            AccessGrant grant = AccessRights.check(request, configuration, global);
            assertThat(grant.path().forwarded()).isEqualTo(path);
            return "allowed";
        } catch (LocalFault fault) {
            return fault.path();
        }
    }

    private ServerConfiguration configuration(Random random, Optional<String> disabled) {
        Map<String, Service> services = new HashMap<>();
        for (int i = 0; i < SERVICES; i++) {
            String code = "s" + i;
            List<AccessRight> rights = new ArrayList<>();
            List<Allowed> modelled = new ArrayList<>();
            for (int n = random.nextInt(4) + (i == 0 ? 1 : 0); n > 0; n--) {
                String method = pick(ANY_METHODS, random);
                String glob = pick(GLOBS, random);
                Subject subject = subject(random);
                rights.add(new AccessRight(subject, EndpointPattern.of(method, glob)));
                modelled.add(new Allowed(clientsOf(subject), method, glob));
            }
            model.put(code, modelled);
            services.put(
                    code,
                    new Service(
                            new ServiceId(PROVIDER, code),
                            URI.create("http://127.0.0.1/"),
                            Duration.ofSeconds(1),
                            true,
                            disabled,
                            rights));
        }
        return new ServerConfiguration(List.of(new LocalClient(
                PROVIDER, ConnectionType.HTTP, Set.of(), services, Map.of(LOCAL, Set.copyOf(CLIENTS.subList(2, 5))))));
    }

    private static Subject subject(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Subject.Group(LOCAL);
            case 1 -> new Subject.Group(GLOBAL);
            case 2 -> new Subject.Group(random.nextBoolean() ? FOREIGN : new GroupId.Local("removed"));
            default -> new Subject.Client(pick(CLIENTS, random));
        };
    }

    private static Set<ClientId> clientsOf(Subject subject) {
        if (subject instanceof Subject.Client one) {
            return Set.of(one.id());
        }
        GroupId group = ((Subject.Group) subject).id();
        if (group.equals(LOCAL)) {
            return Set.copyOf(CLIENTS.subList(2, 5));
        }
        return group.equals(GLOBAL) ? Set.copyOf(CLIENTS.subList(5, 9)) : Set.of();
    }

    private static GlobalConfiguration global() throws LocalFault {
        Instant expires = Instant.MAX;
        SharedParameters shared = new SharedParameters(
                SharedParameters.VERSION_MAX,
                RecordedTrust.INSTANCE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new GlobalGroup(GLOBAL, "", CLIENTS.subList(5, 9))),
                List.of(),
                Duration.ofHours(1));
        PrivateParameters own = PrivateParameters.parse(RecordedTrust.bytes("globalconf/PEER/private-params.xml"));
        return GlobalConfiguration.of(
                new GlobalConfiguration.OwnParameters(own, expires, OptionalParts.DEFAULT),
                List.of(InstanceConfiguration.of(shared, expires)));
    }

    private static ClientId client(String subsystem) {
        return ClientId.subsystem(RecordedTrust.INSTANCE, "ORG", "1", subsystem);
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
