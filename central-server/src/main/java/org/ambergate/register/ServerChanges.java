package org.ambergate.register;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.Certificates;

/** Changes of security servers, their certificates and clients (central server specification, sections 5 and 6). */
final class ServerChanges {
    private ServerChanges() {}

    /** What an approved registration of an authentication certificate does. */
    static void register(
            ChangeScope scope, SecurityServerId id, String address, X509Certificate certificate, AddressRule rule)
            throws RefusedChangeException {
        String instance = scope.instance().instance();
        Texts.checkMember(id.owner(), instance);
        Texts.checkPart(id.serverCode(), "The server code");
        checkAddress(address, rule);
        checkAuthentication(certificate);
        if (!scope.has(EntryKey.member(id.owner()))) {
            MemberChanges.add(scope, id.owner(), id.owner().memberCode());
        }
        Registered.CertificateEntry entry = new Registered.CertificateEntry(id, certificate);
        if (scope.has(entry.key())) {
            throw Refusal.CERTIFICATE_EXISTS.of(
                    "The certificate with SHA-256 " + entry.key().name());
        }
        Optional<String> maintenance = scope.find(EntryKey.server(id), Registered.ServerEntry.class)
                .flatMap(Registered.ServerEntry::maintenance);
        scope.put(new Registered.ServerEntry(id, address, maintenance));
        scope.put(entry);
        joinOwners(scope, id.owner());
    }

    static void changeAddress(ChangeScope scope, SecurityServerId id, String address, AddressRule rule)
            throws RefusedChangeException {
        Registered.ServerEntry server = find(scope, id);
        checkAddress(address, rule);
        scope.put(new Registered.ServerEntry(id, address, server.maintenance()));
    }

    static void maintain(ChangeScope scope, SecurityServerId id, Optional<String> message)
            throws RefusedChangeException {
        Registered.ServerEntry server = find(scope, id);
        if (message.isPresent() && !Texts.isLineOrEmpty(message.get())) {
            throw Refusal.INVALID_TEXT.of("The message about maintenance");
        }
        Optional<ClientId> provider = scope.instance().settings().managementServiceProvider();
        if (message.isPresent() && provider.isPresent() && scope.has(EntryKey.serverClient(id, provider.get()))) {
            throw Refusal.SERVES_MANAGEMENT.of(id.toString());
        }
        scope.put(new Registered.ServerEntry(id, server.address(), message));
    }

    /** The server's identifier changes with its owner; the old owner becomes a client of it, the new one is none any more. */
    static void changeOwner(ChangeScope scope, SecurityServerId id, MemberId owner) throws RefusedChangeException {
        Registered.ServerEntry server = find(scope, id);
        SecurityServerId renamed = new SecurityServerId(owner, id.serverCode());
        if (owner.equals(id.owner())) {
            throw Refusal.OWNER_ALREADY.of(owner.toString());
        }
        if (scope.has(EntryKey.server(renamed))) {
            throw Refusal.SERVER_EXISTS.of(renamed.toString());
        }
        EntryKey client = EntryKey.serverClient(id, ClientId.member(owner));
        if (!scope.has(client)) {
            throw Refusal.OWNER_MUST_BE_CLIENT.of(owner.toString());
        }
        scope.remove(client);
        scope.put(new Registered.ServerEntry(renamed, server.address(), server.maintenance()));
        for (Registered.CertificateEntry certificate : certificates(scope, id)) {
            scope.put(new Registered.CertificateEntry(renamed, certificate.certificate()));
        }
        for (Registered.ClientEntry registration : clients(scope, id)) {
            scope.put(new Registered.ClientEntry(renamed, registration.client(), registration.enabled()));
            scope.remove(registration.key());
        }
        scope.put(new Registered.ClientEntry(renamed, ClientId.member(id.owner()), true));
        scope.remove(EntryKey.server(id));
        joinOwners(scope, owner);
        leaveOwners(scope, id.owner());
    }

    static void delete(ChangeScope scope, SecurityServerId id) throws RefusedChangeException {
        find(scope, id);
        for (Registered.CertificateEntry certificate : certificates(scope, id)) {
            scope.remove(certificate.key());
        }
        for (Registered.ClientEntry registration : clients(scope, id)) {
            scope.remove(registration.key());
        }
        scope.remove(EntryKey.server(id));
        leaveOwners(scope, id.owner());
    }

    static void deleteCertificate(ChangeScope scope, SecurityServerId id, Digest sha256) throws RefusedChangeException {
        find(scope, id);
        EntryKey key = EntryKey.authenticationCertificate(sha256);
        Optional<Registered.CertificateEntry> found = scope.find(key, Registered.CertificateEntry.class);
        if (found.isEmpty() || !found.get().server().equals(id)) {
            throw Refusal.CERTIFICATE_NOT_FOUND.of("The certificate with SHA-256 " + sha256.hex());
        }
        scope.remove(key);
    }

    /** What an approved registration of a client does: member and subsystem are added if they are not there. */
    static void registerClient(ChangeScope scope, SecurityServerId id, ClientId client, Optional<String> name)
            throws RefusedChangeException {
        find(scope, id);
        Texts.checkClient(client, scope.instance().instance());
        MemberChanges.checkName(name);
        if (name.isPresent() && client.subsystemCode().isEmpty()) {
            throw Refusal.NAME_OF_MEMBER.of(client.toString());
        }
        if (client.equals(ClientId.member(id.owner()))) {
            throw Refusal.OWNER_IS_NO_CLIENT.of(client.toString());
        }
        if (scope.has(EntryKey.serverClient(id, client))) {
            throw Refusal.CLIENT_EXISTS.of(client.toString());
        }
        if (!scope.has(EntryKey.member(client.member()))) {
            MemberChanges.add(scope, client.member(), client.member().memberCode());
        }
        if (client.subsystemCode().isPresent() && (name.isPresent() || !scope.has(EntryKey.client(client)))) {
            scope.put(new Registered.SubsystemEntry(client, name));
        }
        scope.put(new Registered.ClientEntry(id, client, true));
    }

    static void enableClient(ChangeScope scope, SecurityServerId id, ClientId client, boolean enabled)
            throws RefusedChangeException {
        checkIsClient(scope, id, client);
        if (!enabled && scope.instance().settings().managementServiceProvider().equals(Optional.of(client))) {
            throw Refusal.USED_BY_SETTINGS.of(client.toString());
        }
        scope.put(new Registered.ClientEntry(id, client, enabled));
    }

    static void deleteClient(ChangeScope scope, SecurityServerId id, ClientId client) throws RefusedChangeException {
        checkIsClient(scope, id, client);
        scope.remove(EntryKey.serverClient(id, client));
    }

    private static Registered.ServerEntry find(ChangeScope scope, SecurityServerId id) throws RefusedChangeException {
        return scope.find(EntryKey.server(id), Registered.ServerEntry.class)
                .orElseThrow(() -> Refusal.SERVER_NOT_FOUND.of(id.toString()));
    }

    private static List<Registered.CertificateEntry> certificates(ChangeScope scope, SecurityServerId id) {
        return scope.needing(
                EntryKey.server(id), EntryKind.AUTHENTICATION_CERTIFICATE, Registered.CertificateEntry.class);
    }

    private static List<Registered.ClientEntry> clients(ChangeScope scope, SecurityServerId id) {
        return scope.needing(EntryKey.server(id), EntryKind.SERVER_CLIENT, Registered.ClientEntry.class);
    }

    private static void checkIsClient(ChangeScope scope, SecurityServerId id, ClientId client)
            throws RefusedChangeException {
        find(scope, id);
        if (!scope.has(EntryKey.serverClient(id, client))) {
            throw Refusal.CLIENT_NOT_FOUND.of(client.toString());
        }
    }

    private static void checkAddress(String address, AddressRule rule) throws RefusedChangeException {
        if (!Addresses.isReachable(address, rule)) {
            throw Refusal.UNREACHABLE_ADDRESS.of("The address of the security server");
        }
    }

    private static void checkAuthentication(X509Certificate certificate) throws RefusedChangeException {
        if (!Certificates.isAuthentication(certificate) || Certificates.isSigning(certificate)) {
            throw Refusal.INVALID_AUTHENTICATION_CERTIFICATE.of("The certificate with SHA-256 "
                    + Certificates.sha256(certificate).hex());
        }
    }

    private static void joinOwners(ChangeScope scope, MemberId owner) {
        scope.put(new Registered.GroupMemberEntry(Register.OWNERS_GROUP, ClientId.member(owner), true));
    }

    private static void leaveOwners(ChangeScope scope, MemberId owner) {
        if (!scope.isNeededBy(EntryKey.member(owner), EntryKind.SECURITY_SERVER)) {
            scope.remove(EntryKey.groupMember(Register.OWNERS_GROUP, ClientId.member(owner)));
        }
    }
}
