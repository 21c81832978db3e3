package org.ambergate.globalconf;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;
import org.jspecify.annotations.Nullable;

/** Reads one file of shared parameters. Single-threaded, used once. */
final class SharedParametersReader {
    /** A year; the setting is minutes to hours in practice, and arithmetic on instants stays far from overflow. */
    static final int OCSP_FRESHNESS_SECONDS_MAX = 366 * 24 * 3600;

    private final XmlCursor xml;
    private final int version;
    private final RegisterReader register;
    private @Nullable String instance;
    private @Nullable Duration ocspFreshness;
    private final List<PublishingSource> sources = new ArrayList<>();
    private final List<ApprovedAuthority> authorities = new ArrayList<>();
    private final List<TimestampAuthority> timestampAuthorities = new ArrayList<>();
    private final List<GlobalGroup> groups = new ArrayList<>();
    private final List<MemberClass> memberClasses = new ArrayList<>();

    SharedParametersReader(XmlCursor xml, int version) {
        this.xml = xml;
        this.version = version;
        this.register = new RegisterReader(xml, version);
    }

    SharedParameters read() throws LocalFault {
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "instanceIdentifier" -> instance = xml.once(instance, InstanceName.checked(xml, xml.text()));
                case "source" -> sources.add(source());
                case "approvedCA" -> authorities.add(new AuthorityReader(xml).read());
                case "approvedTSA" -> timestampAuthorities.add(timestampAuthority());
                case "member" -> register.readMember(ownInstance());
                case "securityServer" -> register.readServer();
                case "globalGroup" -> groups.add(group(ownInstance()));
                case "globalSettings" -> ocspFreshness = xml.once(ocspFreshness, settings());
                default -> xml.skip();
            }
        }
        return new SharedParameters(
                version,
                ownInstance(),
                sources,
                authorities,
                timestampAuthorities,
                register.members(),
                register.servers(),
                groups,
                memberClasses,
                xml.required(ocspFreshness, "globalSettings"));
    }

    private String ownInstance() throws LocalFault {
        return xml.required(instance, "instanceIdentifier");
    }

    private PublishingSource source() throws LocalFault {
        @Nullable String address = null;
        List<X509Certificate> internal = new ArrayList<>();
        List<X509Certificate> external = new ArrayList<>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "address" -> address = xml.once(address, xml.text().strip());
                case "internalVerificationCert" -> internal.add(xml.certificateText());
                case "externalVerificationCert" -> external.add(xml.certificateText());
                default -> xml.skip();
            }
        }
        return new PublishingSource(xml.required(address, "address"), internal, external);
    }

    private TimestampAuthority timestampAuthority() throws LocalFault {
        @Nullable String name = null;
        @Nullable URI url = null;
        @Nullable X509Certificate certificate = null;
        @Nullable CostType costType = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "name" -> name = xml.once(name, xml.text());
                case "url" -> url = xml.once(url, url());
                case "cert" -> certificate = xml.once(certificate, xml.certificateText());
                case "costType" -> costType = xml.once(costType, AuthorityReader.costType(xml));
                default -> xml.skip();
            }
        }
        return new TimestampAuthority(
                xml.required(name, "name"),
                xml.required(url, "url"),
                xml.required(certificate, "cert"),
                Optional.ofNullable(costType));
    }

    private URI url() throws LocalFault {
        try {
            return new URI(xml.text().strip());
        } catch (URISyntaxException e) {
            throw xml.malformed("An address is not a URL").causedBy(e);
        }
    }

    private GlobalGroup group(String ownInstance) throws LocalFault {
        @Nullable String groupCode = null;
        @Nullable String description = null;
        List<ClientId> members = new ArrayList<>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "groupCode" -> groupCode = xml.once(groupCode, xml.text());
                case "description" -> description = xml.once(description, xml.text());
                case "groupMember" -> IdentifierXml.client(xml).ifPresent(members::add);
                default -> xml.skip();
            }
        }
        return new GlobalGroup(
                new GroupId.Global(ownInstance, xml.required(groupCode, "groupCode")),
                xml.required(description, "description"),
                members);
    }

    private Duration settings() throws LocalFault {
        @Nullable Integer seconds = null;
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "memberClass" -> memberClasses.add(RegisterReader.memberClass(xml));
                case "ocspFreshnessSeconds" -> seconds = xml.once(seconds, xml.numberText(OCSP_FRESHNESS_SECONDS_MAX));
                default -> xml.skip();
            }
        }
        return Duration.ofSeconds(xml.required(seconds, "ocspFreshnessSeconds"));
    }
}
