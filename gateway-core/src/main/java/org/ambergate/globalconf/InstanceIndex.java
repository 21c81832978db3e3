package org.ambergate.globalconf;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.ApprovedAuthorities;
import org.ambergate.pki.CertificateProfile;
import org.ambergate.pki.CertificationAuthority;

/** Hash maps over the shared parameters of one instance. Immutable once built. */
final class InstanceIndex {
    private final DigestAlgorithm certificateHash;
    private final Map<Digest, SecurityServerId> serversByCertificate = new HashMap<>();
    private final Map<SecurityServerId, ProviderAddress> addresses = new HashMap<>();
    private final Map<SecurityServerId, Set<ClientId>> clientsByServer = new HashMap<>();
    private final Map<ClientId, List<ProviderAddress>> addressesByClient = new HashMap<>();
    private final Map<String, Set<ClientId>> groups = new HashMap<>();
    private final Map<MemberId, Member> members = new HashMap<>();
    private final Set<ClientId> subsystems = new HashSet<>();
    private final ApprovedAuthorities authorities;

    InstanceIndex(SharedParameters parameters) {
        certificateHash =
                parameters.version() == SharedParameters.VERSION_MIN ? DigestAlgorithm.SHA1 : DigestAlgorithm.SHA256;
        indexCertificates(parameters.servers());
        parameters.servers().forEach(this::indexServer);
        addressesByClient.replaceAll((client, addresses) -> List.copyOf(addresses));
        parameters.groups().forEach(group -> groups.put(group.id().groupCode(), Set.copyOf(group.members())));
        parameters.members().forEach(this::indexMember);
        authorities = authorities(parameters.authorities());
    }

    DigestAlgorithm certificateHash() {
        return certificateHash;
    }

    Optional<SecurityServerId> serverOf(Digest certificate) {
        return Optional.ofNullable(serversByCertificate.get(certificate));
    }

    Optional<ProviderAddress> address(SecurityServerId server) {
        return Optional.ofNullable(addresses.get(server));
    }

    Set<ClientId> clientsOf(SecurityServerId server) {
        return clientsByServer.getOrDefault(server, Set.of());
    }

    List<ProviderAddress> addressesOf(ClientId client) {
        return addressesByClient.getOrDefault(client, List.of());
    }

    Set<ClientId> group(String groupCode) {
        return groups.getOrDefault(groupCode, Set.of());
    }

    Optional<Member> member(MemberId id) {
        return Optional.ofNullable(members.get(id));
    }

    boolean isRegistered(ClientId client) {
        return client.subsystemCode().isPresent() ? subsystems.contains(client) : members.containsKey(client.member());
    }

    ApprovedAuthorities authorities() {
        return authorities;
    }

    private void indexCertificates(List<RegisteredServer> servers) {
        Set<Digest> claimedTwice = new HashSet<>();
        for (RegisteredServer server : servers) {
            for (Digest hash : server.authenticationCertificateHashes()) {
                SecurityServerId other = serversByCertificate.put(hash, server.id());
                if (other != null && !other.equals(server.id())) {
                    claimedTwice.add(hash);
                }
            }
        }
        // A certificate that two servers claim proves neither.
        serversByCertificate.keySet().removeAll(claimedTwice);
    }

    private void indexServer(RegisteredServer server) {
        Set<ClientId> clients = new LinkedHashSet<>();
        clients.add(ClientId.member(server.id().owner()));
        clients.addAll(server.clients());
        clientsByServer.put(server.id(), Set.copyOf(clients));
        if (server.address().isEmpty()) {
            return;
        }
        ProviderAddress address =
                new ProviderAddress(server.id(), server.address().get(), server.maintenance());
        addresses.put(server.id(), address);
        for (ClientId client : clients) {
            addressesByClient.computeIfAbsent(client, c -> new ArrayList<>()).add(address);
        }
    }

    private void indexMember(Member member) {
        members.put(member.id(), member);
        member.subsystems().forEach(subsystem -> subsystems.add(subsystem.id()));
    }

    private static ApprovedAuthorities authorities(List<ApprovedAuthority> services) {
        List<CertificationAuthority> all = new ArrayList<>();
        for (ApprovedAuthority service : services) {
            // A profile this server does not know leaves the service out: it could not tell whom a certificate names.
            CertificateProfile.byClassName(service.profileClassName()).ifPresent(profile -> {
                all.add(authority(service.top(), true, profile, service.authenticationOnly()));
                service.intermediates()
                        .forEach(i -> all.add(authority(i, false, profile, service.authenticationOnly())));
            });
        }
        return new ApprovedAuthorities(all);
    }

    private static CertificationAuthority authority(
            ApprovedAuthority.Authority authority,
            boolean top,
            CertificateProfile profile,
            boolean authenticationOnly) {
        return new CertificationAuthority(
                authority.certificate(),
                top,
                profile,
                authenticationOnly,
                authority.responders().stream()
                        .flatMap(responder -> address(responder.url()).stream())
                        .toList(),
                authority.responders().stream()
                        .flatMap(responder -> responder.certificate().stream())
                        .toList());
    }

    /** A responder address nobody can call is left out; the others still serve. */
    private static Optional<URI> address(String url) {
        try {
            return url.isBlank() ? Optional.empty() : Optional.of(new URI(url.strip()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
