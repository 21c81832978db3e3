package org.ambergate.publication;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.digest.Digest;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.ConfigurationPart;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.globalconf.InstanceConfiguration;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.OptionalParts;
import org.ambergate.globalconf.PrivateParameters;
import org.ambergate.globalconf.PublishingSource;
import org.ambergate.globalconf.SharedParameters;
import org.ambergate.globalconf.SignedDirectory;

/**
 * Reads a set as a server would that holds its anchor, in every version, and fails where the server would refuse
 * something. Real servers also check every file against a schema, so that is done too.
 */
public final class ReadBack {
    /** Our own servers believe no Expire-date further away; X-Road's have no limit. */
    public static final Duration VALIDITY_MAX = Duration.ofDays(31);

    private final FileSource parts;
    private final ConfigurationSchemas schemas;

    /**
     * Reads.
     *
     * @param parts parts by their absolute paths, from where they will be downloaded
     */
    public ReadBack(FileSource parts, ConfigurationSchemas schemas) {
        this.parts = parts;
        this.schemas = schemas;
    }

    /**
     * Checks signatures, expiry and the digests of all parts, and what the parts say.
     *
     * @param description what the set must say
     * @throws LocalFault whatever a server would say
     */
    public void checkAll(PublishedSet set, InstanceDescription description, Instant now) throws LocalFault {
        checkSigned(set, now);
        for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
            SharedParameters shared = readParts(set, version, now);
            if (!says(shared, description)) {
                throw refused("What was written reads back as something else");
            }
        }
    }

    /** As {@link #checkAll} without knowing what the set must say. */
    public void checkReadable(PublishedSet set, Instant now) throws LocalFault {
        checkSigned(set, now);
        for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
            readParts(set, version, now);
        }
    }

    /**
     * Checks signatures, expiry and the digests of all parts: enough for parts that were read before.
     *
     * @throws LocalFault whatever a server would say
     */
    public void checkSigned(PublishedSet set, Instant now) throws LocalFault {
        for (DirectoryKind kind : DirectoryKind.values()) {
            ConfigurationAnchor anchor =
                    ConfigurationAnchor.parse(set.anchor(kind).encode());
            if (!anchor.instance().equals(set.parts().instance())) {
                throw refused("An anchor names another instance");
            }
            for (int version = SharedParameters.VERSION_MIN; version <= SharedParameters.VERSION_MAX; version++) {
                SignedDirectory directory = verified(set, kind, version, PublishedSet.certificates(anchor), now);
                checkParts(directory, set, kind, version);
            }
        }
    }

    private static SignedDirectory verified(
            PublishedSet set, DirectoryKind kind, int version, List<X509Certificate> certificates, Instant now)
            throws LocalFault {
        byte[] bytes = set.directories().find(kind, version).orElseThrow(() -> refused("A directory is missing"));
        SignedDirectory directory = SignedDirectory.verify(bytes, certificates, now);
        if (directory.version() != version) {
            throw refused("A directory states another version than its own");
        }
        if (directory.expires().isAfter(now.plus(VALIDITY_MAX))) {
            throw refused("A directory expires later than servers believe");
        }
        return directory;
    }

    private void checkParts(SignedDirectory directory, PublishedSet set, DirectoryKind kind, int version)
            throws LocalFault {
        List<ListedPart> listed = new ArrayList<>();
        for (SignedDirectory.Part part : directory.parts()) {
            // External directories list parts of the internal one, whose bytes were compared with it.
            if (kind == DirectoryKind.INTERNAL) {
                Digest found = part.digest().algorithm().of(parts.read(part.location()));
                if (!found.equals(part.digest())) {
                    throw refused("A part is not the one that its directory lists");
                }
            }
            listed.add(new ListedPart(
                    part.contentIdentifier(), part.instance().orElse(""), part.location(), part.digest()));
        }
        if (!listed.equals(set.parts().of(kind, version))) {
            throw refused("A directory lists other parts than it should");
        }
    }

    private SharedParameters readParts(PublishedSet set, int version, Instant now) throws LocalFault {
        byte[] privateBytes = only(set, ConfigurationPart.PRIVATE_PARAMETERS, version);
        byte[] sharedBytes = only(set, ConfigurationPart.SHARED_PARAMETERS, version);
        schemas.check(ConfigurationPart.PRIVATE_PARAMETERS, version, privateBytes);
        schemas.check(ConfigurationPart.SHARED_PARAMETERS, version, sharedBytes);
        PrivateParameters privateParameters = PrivateParameters.parse(privateBytes);
        SharedParameters shared = SharedParameters.parse(sharedBytes, version);
        String instance = set.parts().instance();
        if (!privateParameters.instance().equals(instance) || !shared.instance().equals(instance)) {
            throw refused("A part names another instance than the directory");
        }
        if (version > SharedParameters.VERSION_MIN) {
            checkSources(set, shared.sources(), version, now);
        }
        Instant expires = set.directories().expires();
        GlobalConfiguration.of(
                new GlobalConfiguration.OwnParameters(privateParameters, expires, optionalParts(set, version)),
                List.of(InstanceConfiguration.of(shared, expires)));
        return shared;
    }

    private OptionalParts optionalParts(PublishedSet set, int version) throws LocalFault {
        OptionalParts optionalParts = OptionalParts.DEFAULT;
        for (ListedPart part : set.parts().of(DirectoryKind.INTERNAL, version)) {
            byte[] content = parts.read(part.path());
            Optional<ConfigurationPart> kind = ConfigurationPart.byContentIdentifier(part.contentIdentifier());
            if (kind.isPresent()) {
                schemas.check(kind.get(), version, content);
                optionalParts = optionalParts.with(kind.get(), content);
            }
        }
        return optionalParts;
    }

    /** Servers that have this version follow its sources from then on, so these must lead to the same keys. */
    private static void checkSources(PublishedSet set, List<PublishingSource> sources, int version, Instant now)
            throws LocalFault {
        if (sources.isEmpty()) {
            throw refused("There is no source");
        }
        for (DirectoryKind kind : DirectoryKind.values()) {
            List<X509Certificate> certificates = PublicationKeys.certificates(sources.get(0), kind);
            verified(set, kind, version, certificates, now);
        }
    }

    private byte[] only(PublishedSet set, ConfigurationPart kind, int version) throws LocalFault {
        List<ListedPart> found = set.parts().of(DirectoryKind.INTERNAL, version).stream()
                .filter(part -> part.is(kind))
                .toList();
        if (found.size() != 1) {
            throw refused("A directory does not list exactly one part " + kind.contentIdentifier());
        }
        return parts.read(found.get(0).path());
    }

    private static boolean says(SharedParameters shared, InstanceDescription description) {
        return shared.instance().equals(description.instance())
                && shared.authorities().size() == description.authorities().size()
                && shared.timestampAuthorities().size()
                        == description.timestampAuthorities().size()
                && shared.memberClasses().equals(description.memberClasses())
                && shared.groups().equals(description.groups())
                && shared.ocspFreshness().equals(description.settings().ocspFreshness())
                && members(shared.members()).equals(members(description.members()))
                && servers(shared).equals(servers(description));
    }

    private static List<Object> members(List<Member> members) {
        List<Object> all = new ArrayList<>();
        for (Member member : members) {
            all.add(member.id());
            all.add(member.name());
            member.subsystems().forEach(subsystem -> all.add(subsystem.id()));
        }
        return all;
    }

    private static List<Object> servers(SharedParameters shared) {
        List<Object> all = new ArrayList<>();
        shared.servers().forEach(server -> {
            all.add(server.id());
            all.add(server.address().orElse(""));
            all.add(server.authenticationCertificateHashes().size());
            all.addAll(server.clients());
        });
        return all;
    }

    private static List<Object> servers(InstanceDescription description) {
        List<Object> all = new ArrayList<>();
        description.servers().forEach(server -> {
            all.add(server.id());
            all.add(server.address().strip());
            all.add(server.authenticationCertificates().size());
            all.addAll(server.clients());
        });
        return all;
    }

    private static LocalFault refused(String text) {
        return new LocalFault(ConfigurationFault.MALFORMED_GLOBAL_CONF, text);
    }
}
