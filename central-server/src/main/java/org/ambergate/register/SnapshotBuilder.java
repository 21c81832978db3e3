package org.ambergate.register;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ambergate.globalconf.ConfigurationAnchor;
import org.ambergate.globalconf.GlobalGroup;
import org.ambergate.globalconf.Member;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.globalconf.TimestampAuthority;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.pki.Certificates;

/** Puts single entries together to a snapshot. Entries come in any order. Single-threaded, used once. */
final class SnapshotBuilder {
    private static final Comparator<MemberId> BY_MEMBER =
            Comparator.comparing(MemberId::memberClass).thenComparing(MemberId::memberCode);
    private static final Comparator<ClientId> BY_CLIENT = Comparator.comparing(ClientId::instance)
            .thenComparing(ClientId::member, BY_MEMBER)
            .thenComparing(id -> id.subsystemCode().orElse(""));
    private static final Comparator<SecurityServerId> BY_SERVER =
            Comparator.comparing(SecurityServerId::owner, BY_MEMBER).thenComparing(SecurityServerId::serverCode);

    private final List<Registered.Instance> instances = new ArrayList<>();
    private final Map<String, MemberClass> classes = new HashMap<>();
    private final List<Registered.MemberEntry> members = new ArrayList<>();
    private final Map<MemberId, List<Member.Subsystem>> subsystems = new HashMap<>();
    private final List<Registered.ServerEntry> servers = new ArrayList<>();
    private final Map<SecurityServerId, List<Registered.CertificateEntry>> certificates = new HashMap<>();
    private final Map<SecurityServerId, List<ServerClient>> clients = new HashMap<>();
    private final List<Registered.GroupEntry> groups = new ArrayList<>();
    private final Map<String, List<ClientId>> groupMembers = new HashMap<>();
    private final List<Registered.ServiceEntry> services = new ArrayList<>();
    private final List<TimestampAuthority> timestampAuthorities = new ArrayList<>();
    private final List<ConfigurationAnchor> anchors = new ArrayList<>();

    void add(Registered entry) {
        if (entry instanceof Registered.Instance value) {
            instances.add(value);
        } else if (entry instanceof Registered.ClassEntry value) {
            classes.put(value.memberClass().code(), value.memberClass());
        } else if (entry instanceof Registered.MemberEntry value) {
            members.add(value);
        } else if (entry instanceof Registered.SubsystemEntry value) {
            of(subsystems, value.id().member()).add(new Member.Subsystem(value.id(), value.name()));
        } else if (entry instanceof Registered.ServerEntry value) {
            servers.add(value);
        } else if (entry instanceof Registered.CertificateEntry value) {
            of(certificates, value.server()).add(value);
        } else if (entry instanceof Registered.ClientEntry value) {
            of(clients, value.server()).add(new ServerClient(value.client(), value.enabled()));
        } else if (entry instanceof Registered.GroupEntry value) {
            groups.add(value);
        } else if (entry instanceof Registered.GroupMemberEntry value) {
            of(groupMembers, value.group()).add(value.client());
        } else if (entry instanceof Registered.ServiceEntry value) {
            services.add(value);
        } else if (entry instanceof Registered.TimestampEntry value) {
            timestampAuthorities.add(value.authority());
        } else if (entry instanceof Registered.AnchorEntry value) {
            anchors.add(value.anchor());
        }
    }

    /** Empty before the register was initialised. */
    Optional<RegisterSnapshot> build() {
        if (instances.isEmpty()) {
            return Optional.empty();
        }
        Registered.Instance instance = instances.get(0);
        return Optional.of(new RegisterSnapshot(
                instance.instance(),
                instance.settings(),
                sorted(List.copyOf(classes.values()), Comparator.comparing(MemberClass::code)),
                members(),
                servers(),
                groups(instance.instance()),
                sorted(services, Comparator.comparing(service -> service.key().name())).stream()
                        .map(Registered.ServiceEntry::authority)
                        .toList(),
                sorted(timestampAuthorities, Comparator.comparing(TimestampAuthority::name)),
                sorted(anchors, Comparator.comparing(ConfigurationAnchor::instance))));
    }

    private List<Member> members() {
        List<Member> all = new ArrayList<>(members.size());
        for (Registered.MemberEntry member :
                sorted(members, Comparator.comparing(Registered.MemberEntry::id, BY_MEMBER))) {
            MemberClass memberClass = classes.get(member.id().memberClass());
            if (memberClass == null) {
                throw new DamagedRegisterException("A stored member has a class that is not there");
            }
            all.add(new Member(
                    member.id(),
                    memberClass.description(),
                    member.name(),
                    sorted(of(subsystems, member.id()), Comparator.comparing(Member.Subsystem::id, BY_CLIENT))));
        }
        return all;
    }

    private List<SecurityServer> servers() {
        return sorted(servers, Comparator.comparing(Registered.ServerEntry::id, BY_SERVER)).stream()
                .map(server -> new SecurityServer(
                        server.id(),
                        server.address(),
                        server.maintenance(),
                        sorted(
                                        of(certificates, server.id()),
                                        Comparator.comparing(entry -> Certificates.sha256(entry.certificate())
                                                .hex()))
                                .stream()
                                .map(Registered.CertificateEntry::certificate)
                                .toList(),
                        sorted(of(clients, server.id()), Comparator.comparing(ServerClient::id, BY_CLIENT))))
                .toList();
    }

    private List<GlobalGroup> groups(String instance) {
        return sorted(groups, Comparator.comparing(Registered.GroupEntry::code)).stream()
                .map(group -> new GlobalGroup(
                        new GroupId.Global(instance, group.code()),
                        group.description(),
                        sorted(of(groupMembers, group.code()), BY_CLIENT)))
                .toList();
    }

    private static <K, V> List<V> of(Map<K, List<V>> lists, K key) {
        return lists.computeIfAbsent(key, unused -> new ArrayList<>());
    }

    private static <T> List<T> sorted(List<T> values, Comparator<? super T> order) {
        return values.stream().sorted(order).toList();
    }
}
