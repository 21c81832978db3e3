package org.ambergate.globalconf;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.ApprovedAuthorities;
import org.ambergate.pki.Certificates;
import org.ambergate.pki.OcspPolicy;
import org.ambergate.pki.TrustBase;

/**
 * Who takes part in an instance and in those federated with it, at which addresses, certified by whom: an immutable
 * snapshot. Every lookup is a few hash table accesses.
 */
public final class GlobalConfiguration {
    private final OwnParameters own;
    private final InstanceConfiguration ownInstance;
    private final Map<String, InstanceConfiguration> instances;
    private final TrustBase trustBase;
    private final Instant firstFederatedExpiry;

    private GlobalConfiguration(
            OwnParameters own, Map<String, InstanceConfiguration> instances, Optional<TrustBase> previousTrust) {
        this.own = own;
        this.instances = instances;
        this.ownInstance = ownOf(own, instances);
        TrustBase fresh = trust();
        this.trustBase = previousTrust.filter(fresh::equals).orElse(fresh);
        this.firstFederatedExpiry = instances.values().stream()
                .filter(instance -> instance != ownInstance)
                .map(InstanceConfiguration::expires)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /**
     * What only the own instance publishes.
     *
     * @param parameters the private parameters
     * @param expires the first instant at which they no longer hold
     * @param optionalParts settings of the optional parts
     */
    public record OwnParameters(PrivateParameters parameters, Instant expires, OptionalParts optionalParts) {}

    /**
     * Puts a configuration together.
     *
     * @param own the own instance's private side
     * @param instances shared parameters: one of the own instance, and those of federated ones
     * @throws IllegalArgumentException if the own instance's shared parameters are not among them
     */
    public static GlobalConfiguration of(OwnParameters own, List<InstanceConfiguration> instances) {
        return new GlobalConfiguration(own, byName(instances), Optional.empty());
    }

    /** As {@link #of}, keeping the previous configuration's trust base object if nothing in it has changed. */
    public static GlobalConfiguration following(
            GlobalConfiguration previous, OwnParameters own, List<InstanceConfiguration> instances) {
        return new GlobalConfiguration(own, byName(instances), Optional.of(previous.trustBase));
    }

    /** This configuration without the federated instances that have expired; the same object if none has. */
    public GlobalConfiguration withoutExpired(Instant now) {
        if (now.isBefore(firstFederatedExpiry)) {
            return this;
        }
        List<InstanceConfiguration> left = instances.values().stream()
                .filter(instance -> instance == ownInstance || instance.isValidAt(now))
                .toList();
        return new GlobalConfiguration(own, byName(left), Optional.of(trustBase));
    }

    /** The own instance's identifier. */
    public String instance() {
        return ownInstance.instance();
    }

    /** The own and all federated instances. */
    public Set<String> instances() {
        return instances.keySet();
    }

    /** The first instant at which the own instance's configuration, as a whole, no longer holds. */
    public Instant expires() {
        return own.expires().isBefore(ownInstance.expires()) ? own.expires() : ownInstance.expires();
    }

    /** Whether messages may be exchanged: both private and shared parameters of the own instance hold. */
    public boolean isValidAt(Instant time) {
        return time.isBefore(expires());
    }

    /**
     * The security server that presents a certificate. Found by hash only: what the certificate says about itself does
     * not matter. The own instance's word goes first; a certificate that two federated instances claim proves nothing.
     */
    public Optional<SecurityServerId> serverOf(X509Certificate authenticationCertificate) {
        Map<DigestAlgorithm, Digest> hashes = new EnumMap<>(DigestAlgorithm.class);
        byte[] der = Certificates.encoded(authenticationCertificate);
        Optional<SecurityServerId> found = serverOf(ownInstance, der, hashes);
        if (found.isPresent()) {
            return found;
        }
        for (InstanceConfiguration instance : instances.values()) {
            Optional<SecurityServerId> candidate = serverOf(instance, der, hashes);
            if (candidate.isPresent() && found.isPresent()) {
                return Optional.empty();
            }
            found = candidate.isPresent() ? candidate : found;
        }
        return found;
    }

    /** Whether a client is registered at a server, or owns it. */
    public boolean isRegisteredAt(ClientId client, SecurityServerId server) {
        return clientsOf(server).contains(client);
    }

    /** The clients of a server with its owner; empty if the server is unknown. */
    public Set<ClientId> clientsOf(SecurityServerId server) {
        return index(server.owner().instance())
                .map(index -> index.clientsOf(server))
                .orElse(Set.of());
    }

    /** The servers that a client can be reached at, in the register's order; also those in maintenance mode. */
    public List<ProviderAddress> providersOf(ClientId client) {
        return index(client.instance()).map(index -> index.addressesOf(client)).orElse(List.of());
    }

    /** A server's address; empty if the server is unknown or has none. */
    public Optional<ProviderAddress> server(SecurityServerId server) {
        return index(server.owner().instance()).flatMap(index -> index.address(server));
    }

    /** Whether a member or subsystem stands in the register at all. */
    public boolean isRegistered(ClientId client) {
        return index(client.instance()).map(index -> index.isRegistered(client)).orElse(false);
    }

    public Optional<Member> member(MemberId id) {
        return index(id.instance()).flatMap(index -> index.member(id));
    }

    public boolean isMemberOf(GroupId.Global group, ClientId client) {
        return index(group.instance())
                .map(index -> index.group(group.groupCode()).contains(client))
                .orElse(false);
    }

    /** The shared parameters of an instance as they were published. */
    public Optional<SharedParameters> sharedParameters(String instance) {
        return Optional.ofNullable(instances.get(instance)).map(InstanceConfiguration::parameters);
    }

    /**
     * What signatures and TLS peers are judged by. The same object from one configuration to the next as long as
     * nothing in it has changed, so that caches built over it can be kept.
     */
    public TrustBase trustBase() {
        return trustBase;
    }

    public Duration ocspFetchInterval() {
        return own.optionalParts().ocspFetchInterval();
    }

    /** The party that may read monitoring data of all servers. */
    public Optional<ClientId> monitoringClient() {
        return own.optionalParts().monitoringClient();
    }

    public ManagementService managementService() {
        return own.parameters().managementService();
    }

    /** How often a message log is time-stamped. */
    public Duration timestampingInterval() {
        return own.parameters().timestampingInterval();
    }

    /** The own instance's time-stamping authorities, to choose from by name. */
    public List<TimestampAuthority> timestampAuthorities() {
        return ownInstance.parameters().timestampAuthorities();
    }

    /** The certificates that may sign time-stamps, of all instances. */
    public List<X509Certificate> timestampCertificates() {
        return instances.values().stream()
                .flatMap(instance -> instance.parameters().timestampAuthorities().stream())
                .map(TimestampAuthority::certificate)
                .toList();
    }

    private Optional<InstanceIndex> index(String instance) {
        InstanceConfiguration found = instances.get(instance);
        return found == null ? Optional.empty() : Optional.of(found.index());
    }

    private static Optional<SecurityServerId> serverOf(
            InstanceConfiguration instance, byte[] der, Map<DigestAlgorithm, Digest> hashes) {
        DigestAlgorithm algorithm = instance.index().certificateHash();
        return instance.index().serverOf(hashes.computeIfAbsent(algorithm, a -> a.of(der)));
    }

    private TrustBase trust() {
        Map<String, ApprovedAuthorities> authorities = instances.values().stream()
                .collect(Collectors.toMap(
                        InstanceConfiguration::instance,
                        instance -> instance.index().authorities()));
        // How fresh an OCSP response must be is the own instance's decision, for federated certificates too.
        OcspPolicy policy = new OcspPolicy(
                ownInstance.parameters().ocspFreshness(), own.optionalParts().verifyNextUpdate());
        return new TrustBase(authorities, policy);
    }

    private static Map<String, InstanceConfiguration> byName(List<InstanceConfiguration> instances) {
        Map<String, InstanceConfiguration> byName = new LinkedHashMap<>();
        for (InstanceConfiguration instance : instances) {
            if (byName.put(instance.instance(), instance) != null) {
                throw new IllegalArgumentException("Two shared parameters of one instance");
            }
        }
        return byName;
    }

    private static InstanceConfiguration ownOf(OwnParameters own, Map<String, InstanceConfiguration> instances) {
        InstanceConfiguration found = instances.get(own.parameters().instance());
        if (found == null) {
            throw new IllegalArgumentException("The own instance's shared parameters are missing");
        }
        return found;
    }
}
