package org.ambergate.globalconf;

import java.time.Duration;
import java.util.List;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;

/**
 * What all servers, also those of federated instances, know about an instance (global configuration specification,
 * section 5.1).
 *
 * @param version the format version, 2 to 6; decides what kind of hash names a server's certificate
 * @param instance the instance identifier
 * @param sources where it is published; empty in version 2
 * @param authorities approved certification services
 * @param timestampAuthorities approved time-stamping authorities
 * @param members members with their subsystems
 * @param servers security servers
 * @param groups global groups
 * @param memberClasses classes in use
 * @param ocspFreshness how old an OCSP response may be
 */
public record SharedParameters(
        int version,
        String instance,
        List<PublishingSource> sources,
        List<ApprovedAuthority> authorities,
        List<TimestampAuthority> timestampAuthorities,
        List<Member> members,
        List<RegisteredServer> servers,
        List<GlobalGroup> groups,
        List<MemberClass> memberClasses,
        Duration ocspFreshness) {
    /** The oldest version any current server reads. */
    public static final int VERSION_MIN = 2;

    /** The newest version, that of X-Road 7.8. */
    public static final int VERSION_MAX = 6;

    public SharedParameters {
        sources = List.copyOf(sources);
        authorities = List.copyOf(authorities);
        timestampAuthorities = List.copyOf(timestampAuthorities);
        members = List.copyOf(members);
        servers = List.copyOf(servers);
        groups = List.copyOf(groups);
        memberClasses = List.copyOf(memberClasses);
    }

    /**
     * Parses a part; elements it does not know are passed over.
     *
     * @param version as the signed directory states it
     * @throws LocalFault {@code malformed_global_conf}
     */
    public static SharedParameters parse(byte[] xml, int version) throws LocalFault {
        if (version < VERSION_MIN || version > VERSION_MAX) {
            throw new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, "Unknown configuration version " + version);
        }
        return XmlCursor.read(
                xml,
                ConfigurationPart.BYTES_MAX,
                ConfigurationFault.MALFORMED_GLOBAL_CONF,
                "conf",
                cursor -> new SharedParametersReader(cursor, version).read());
    }
}
