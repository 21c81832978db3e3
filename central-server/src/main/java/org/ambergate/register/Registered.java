package org.ambergate.register;

import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.digest.Digest;
import org.ambergate.globalconf.ApprovedAuthority;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.Certificates;

/** One thing in the register, as it is stored: under its key, and only as long as what it needs is there. */
sealed interface Registered {
    EntryKey key();

    /** What cannot be taken away as long as this is there. */
    default List<EntryKey> needs() {
        return List.of();
    }

    record Instance(String instance, RegisterSettings settings) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.INSTANCE;
        }

        @Override
        public List<EntryKey> needs() {
            Set<EntryKey> needs = new LinkedHashSet<>();
            settings.managementServiceProvider().ifPresent(id -> needs.add(EntryKey.client(id)));
            settings.monitoringClient().ifPresent(id -> needs.add(EntryKey.client(id)));
            return List.copyOf(needs);
        }
    }

    record ClassEntry(MemberClass memberClass) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.memberClass(memberClass.code());
        }
    }

    record MemberEntry(MemberId id, String name) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.member(id);
        }

        @Override
        public List<EntryKey> needs() {
            return List.of(EntryKey.memberClass(id.memberClass()));
        }
    }

    record SubsystemEntry(ClientId id, Optional<String> name) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.client(id);
        }

        @Override
        public List<EntryKey> needs() {
            return List.of(EntryKey.member(id.member()));
        }
    }

    record ServerEntry(SecurityServerId id, String address, Optional<String> maintenance) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.server(id);
        }

        @Override
        public List<EntryKey> needs() {
            return List.of(EntryKey.member(id.owner()));
        }
    }

    record CertificateEntry(SecurityServerId server, X509Certificate certificate) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.authenticationCertificate(Certificates.sha256(certificate));
        }

        @Override
        public List<EntryKey> needs() {
            return List.of(EntryKey.server(server));
        }
    }

    record ClientEntry(SecurityServerId server, ClientId client, boolean enabled) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.serverClient(server, client);
        }

        @Override
        public List<EntryKey> needs() {
            return List.of(EntryKey.server(server), EntryKey.client(client));
        }
    }

    record GroupEntry(String code, String description) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.group(code);
        }
    }

    /** A member of a group; {@code own} says whether it is registered here, for others belong to federated instances. */
    record GroupMemberEntry(String group, ClientId client, boolean own) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.groupMember(group, client);
        }

        @Override
        public List<EntryKey> needs() {
            return own ? List.of(EntryKey.group(group), EntryKey.client(client)) : List.of(EntryKey.group(group));
        }
    }

    record ServiceEntry(ApprovedAuthority authority) implements Registered {
        Digest sha256() {
            return Certificates.sha256(authority.top().certificate());
        }

        @Override
        public EntryKey key() {
            return EntryKey.certificationService(sha256());
        }
    }

    record TimestampEntry(TimestampAuthority authority) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.timestampAuthority(authority.name());
        }
    }

    /** An anchor as the partner's file has it; the base64 text keeps the exact bytes, over which people compare hashes. */
    record AnchorEntry(ConfigurationAnchor anchor, String base64) implements Registered {
        @Override
        public EntryKey key() {
            return EntryKey.trustedAnchor(anchor.instance());
        }
    }
}
