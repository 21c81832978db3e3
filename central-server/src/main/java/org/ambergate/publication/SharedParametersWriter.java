package org.ambergate.publication;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.globalconf.GlobalGroup;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.pki.Certificates;

/**
 * Writes shared parameters (global configuration specification, section 5.1). Elements stand in the schema's order, and
 * those that a version does not know are left out of it. Single-threaded, used once.
 */
final class SharedParametersWriter {
    private static final int VERSION_WITH_SOURCES = 3;
    private static final int VERSION_WITH_SUBSYSTEM_NAMES = 5;
    private static final int VERSION_WITH_MAINTENANCE = 5;
    private static final int VERSION_WITH_COSTS = 6;

    private final InstanceDescription description;
    private final List<PublishingSource> sources;
    private final int version;
    private final Map<ClientId, String> xmlIds = new HashMap<>();

    private SharedParametersWriter(InstanceDescription description, List<PublishingSource> sources, int version) {
        this.description = description;
        this.sources = sources;
        this.version = version;
    }

    /**
     * Writes one version.
     *
     * @throws IllegalArgumentException if a server refers to somebody who is not described, or if text cannot be written
     */
    static byte[] write(InstanceDescription description, List<PublishingSource> sources, int version) {
        return XmlOutput.document(new SharedParametersWriter(description, sources, version)::content);
    }

    private void content(XmlOutput out) throws XMLStreamException {
        out.text("instanceIdentifier", description.instance());
        if (version >= VERSION_WITH_SOURCES) {
            for (PublishingSource source : sources) {
                out.element("source", inside -> source(inside, source));
            }
        }
        AuthorityWriter authorities = new AuthorityWriter(version);
        for (var authority : description.authorities()) {
            out.element("approvedCA", inside -> authorities.write(inside, authority));
        }
        for (TimestampAuthority authority : description.timestampAuthorities()) {
            out.element("approvedTSA", inside -> timestampAuthority(inside, authority));
        }
        for (Member member : description.members()) {
            out.element("member", newXmlId(ClientId.member(member.id())), inside -> member(inside, member));
        }
        for (PublishedServer server : description.servers()) {
            out.element("securityServer", inside -> server(inside, server));
        }
        for (GlobalGroup group : description.groups()) {
            out.element("globalGroup", inside -> group(inside, group));
        }
        out.element("globalSettings", this::settings);
    }

    private static void source(XmlOutput out, PublishingSource source) throws XMLStreamException {
        out.text("address", source.address());
        for (X509Certificate certificate : source.internalVerificationCertificates()) {
            out.certificate("internalVerificationCert", certificate);
        }
        for (X509Certificate certificate : source.externalVerificationCertificates()) {
            out.certificate("externalVerificationCert", certificate);
        }
    }

    private void timestampAuthority(XmlOutput out, TimestampAuthority authority) throws XMLStreamException {
        out.text("name", authority.name());
        out.text("url", authority.url().toString());
        out.certificate("cert", authority.certificate());
        if (version >= VERSION_WITH_COSTS) {
            out.text("costType", authority.costType().map(Enum::name));
        }
    }

    private void member(XmlOutput out, Member member) throws XMLStreamException {
        out.element(
                "memberClass",
                inside -> memberClass(inside, new MemberClass(member.id().memberClass(), member.classDescription())));
        out.text("memberCode", member.id().memberCode());
        out.text("name", member.name());
        for (Member.Subsystem subsystem : member.subsystems()) {
            out.element("subsystem", newXmlId(subsystem.id()), inside -> {
                inside.text("subsystemCode", subsystem.id().subsystemCode());
                if (version >= VERSION_WITH_SUBSYSTEM_NAMES) {
                    inside.text("subsystemName", subsystem.name());
                }
            });
        }
    }

    private void server(XmlOutput out, PublishedServer server) throws XMLStreamException {
        out.text("owner", xmlId(ClientId.member(server.id().owner())));
        out.text("serverCode", server.id().serverCode());
        out.text("address", server.address());
        DigestAlgorithm hash = version == 2 ? DigestAlgorithm.SHA1 : DigestAlgorithm.SHA256;
        for (X509Certificate certificate : server.authenticationCertificates()) {
            out.base64(
                    "authCertHash", hash.of(Certificates.encoded(certificate)).toBytes());
        }
        for (ClientId client : server.clients()) {
            out.text("client", xmlId(client));
        }
        if (version >= VERSION_WITH_MAINTENANCE && server.maintenance().isPresent()) {
            String message = server.maintenance().get();
            out.element("inMaintenanceMode", inside -> {
                if (!message.isEmpty()) {
                    inside.text("message", message);
                }
            });
        }
    }

    private static void group(XmlOutput out, GlobalGroup group) throws XMLStreamException {
        out.text("groupCode", group.id().groupCode());
        out.text("description", group.description());
        for (ClientId member : group.members()) {
            out.client("groupMember", member);
        }
    }

    private void settings(XmlOutput out) throws XMLStreamException {
        for (MemberClass memberClass : description.memberClasses()) {
            out.element("memberClass", inside -> memberClass(inside, memberClass));
        }
        out.text(
                "ocspFreshnessSeconds",
                Long.toString(description.settings().ocspFreshness().toSeconds()));
    }

    private static void memberClass(XmlOutput out, MemberClass memberClass) throws XMLStreamException {
        out.text("code", memberClass.code());
        out.text("description", memberClass.description());
    }

    private String newXmlId(ClientId client) {
        String id = "id" + xmlIds.size();
        if (xmlIds.putIfAbsent(client, id) != null) {
            throw new IllegalArgumentException(client + " is described twice");
        }
        return id;
    }

    private String xmlId(ClientId client) {
        String id = xmlIds.get(client);
        if (id == null) {
            throw new IllegalArgumentException(client + " is at a server but not described");
        }
        return id;
    }
}
