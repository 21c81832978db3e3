package org.ambergate.register;

import java.util.List;
import java.util.Optional;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.GlobalGroup;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;

/**
 * All that was registered at one moment. Immutable; every list is sorted by its identifiers, so that equal registers are
 * published equally.
 *
 * @param instance the instance's identifier
 * @param settings its settings
 * @param memberClasses member classes
 * @param members members with their subsystems
 * @param servers security servers with certificates and clients
 * @param groups global groups, those of owners of servers among them
 * @param authorities approved certification services
 * @param timestampAuthorities approved time-stamping authorities
 * @param trustedAnchors external anchors of federated instances
 */
public record RegisterSnapshot(
        String instance,
        RegisterSettings settings,
        List<MemberClass> memberClasses,
        List<Member> members,
        List<SecurityServer> servers,
        List<GlobalGroup> groups,
        List<ApprovedAuthority> authorities,
        List<TimestampAuthority> timestampAuthorities,
        List<ConfigurationAnchor> trustedAnchors) {
    public RegisterSnapshot {
        memberClasses = List.copyOf(memberClasses);
        members = List.copyOf(members);
        servers = List.copyOf(servers);
        groups = List.copyOf(groups);
        authorities = List.copyOf(authorities);
        timestampAuthorities = List.copyOf(timestampAuthorities);
        trustedAnchors = List.copyOf(trustedAnchors);
    }

    public Optional<Member> member(MemberId id) {
        return members.stream().filter(member -> member.id().equals(id)).findFirst();
    }

    /** The security servers that a member or subsystem may use. Without one it neither calls nor is called. */
    public List<SecurityServer> serversOf(ClientId client) {
        return servers.stream().filter(server -> server.serves(client)).toList();
    }

    /**
     * Whether a message could pass between two clients as far as the register says: each may use a server, and the
     * provider's is not in maintenance. Access rights are the provider's own affair and not registered here.
     */
    public boolean couldCall(ClientId client, ClientId provider) {
        return !serversOf(client).isEmpty()
                && serversOf(provider).stream()
                        .anyMatch(server -> server.maintenance().isEmpty());
    }
}
