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
 * @param extensions further parts, published as they are
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
        List<ConfigurationAnchor> federation,
        List<ExtensionPart> extensions) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there are more extension parts than {@link ExtensionPart#PARTS_MAX}
     */
    public InstanceDescription {
        memberClasses = List.copyOf(memberClasses);
        authorities = List.copyOf(authorities);
        timestampAuthorities = List.copyOf(timestampAuthorities);
        members = List.copyOf(members);
        servers = List.copyOf(servers);
        groups = List.copyOf(groups);
        federation = List.copyOf(federation);
        extensions = List.copyOf(extensions);
        if (extensions.size() > ExtensionPart.PARTS_MAX) {
            throw new IllegalArgumentException("There are more than " + ExtensionPart.PARTS_MAX + " extension parts");
        }
    }

    /** An instance without extension parts. */
    public InstanceDescription(
            String instance,
            List<MemberClass> memberClasses,
            List<ApprovedAuthority> authorities,
            List<TimestampAuthority> timestampAuthorities,
            List<Member> members,
            List<PublishedServer> servers,
            List<GlobalGroup> groups,
            InstanceSettings settings,
            List<ConfigurationAnchor> federation) {
        this(
                instance,
                memberClasses,
                authorities,
                timestampAuthorities,
                members,
                servers,
                groups,
                settings,
                federation,
                List.of());
    }

    /** This description with other extension parts. */
    public InstanceDescription withExtensions(List<ExtensionPart> others) {
        return new InstanceDescription(
                instance,
                memberClasses,
                authorities,
                timestampAuthorities,
                members,
                servers,
                groups,
                settings,
                federation,
                others);
    }
}
