package org.ambergate.publication;

import java.util.List;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.GlobalGroup;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.TimestampAuthority;

/**
 * All that is published about an instance.
 *
 * @param instance its identifier
 * @param memberClasses classes in use
 * @param authorities approved certification services
 * @param timestampAuthorities approved time-stamping authorities
 * @param members members with their subsystems
 * @param servers security servers
 * @param groups global groups
 * @param settings everything else
 * @param federation external anchors of federated instances
 */
public record InstanceDescription(
        String instance,
        List<MemberClass> memberClasses,
        List<ApprovedAuthority> authorities,
        List<TimestampAuthority> timestampAuthorities,
        List<Member> members,
        List<PublishedServer> servers,
        List<GlobalGroup> groups,
        InstanceSettings settings,
        List<ConfigurationAnchor> federation) {
    public InstanceDescription {
        memberClasses = List.copyOf(memberClasses);
        authorities = List.copyOf(authorities);
        timestampAuthorities = List.copyOf(timestampAuthorities);
        members = List.copyOf(members);
        servers = List.copyOf(servers);
        groups = List.copyOf(groups);
        federation = List.copyOf(federation);
    }
}
