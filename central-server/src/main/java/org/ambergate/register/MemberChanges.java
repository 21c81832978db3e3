package org.ambergate.register;

import java.util.Optional;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;

/** Changes of member classes, members and subsystems (central server specification, section 6). */
final class MemberChanges {
    private MemberChanges() {}

    static void addClass(ChangeScope scope, MemberClass memberClass) throws RefusedChangeException {
        scope.instance();
        Texts.checkPart(memberClass.code(), "The code of the member class");
        Texts.checkLine(memberClass.description(), "The description of the member class");
        if (scope.has(EntryKey.memberClass(memberClass.code()))) {
            throw Refusal.MEMBER_CLASS_EXISTS.of("Member class " + memberClass.code());
        }
        scope.put(new Registered.ClassEntry(memberClass));
    }

    static void describeClass(ChangeScope scope, MemberClass memberClass) throws RefusedChangeException {
        Texts.checkLine(memberClass.description(), "The description of the member class");
        checkClassExists(scope, memberClass.code());
        scope.put(new Registered.ClassEntry(memberClass));
    }

    static void deleteClass(ChangeScope scope, String code) throws RefusedChangeException {
        checkClassExists(scope, code);
        EntryKey key = EntryKey.memberClass(code);
        if (scope.isNeededBy(key, EntryKind.MEMBER)) {
            throw Refusal.MEMBER_CLASS_IS_IN_USE.of("Member class " + code);
        }
        scope.remove(key);
    }

    static void add(ChangeScope scope, MemberId id, String name) throws RefusedChangeException {
        Texts.checkMember(id, scope.instance().instance());
        Texts.checkLine(name, "The name of the member");
        checkClassExists(scope, id.memberClass());
        if (scope.has(EntryKey.member(id))) {
            throw Refusal.MEMBER_EXISTS.of(id.toString());
        }
        scope.put(new Registered.MemberEntry(id, name));
    }

    static void rename(ChangeScope scope, MemberId id, String name) throws RefusedChangeException {
        Texts.checkLine(name, "The name of the member");
        checkExists(scope, ClientId.member(id));
        scope.put(new Registered.MemberEntry(id, name));
    }

    /** Takes its subsystems, registrations as a client and places in groups away too. */
    static void delete(ChangeScope scope, MemberId id) throws RefusedChangeException {
        EntryKey key = EntryKey.member(id);
        checkExists(scope, ClientId.member(id));
        if (scope.isNeededBy(key, EntryKind.SECURITY_SERVER)) {
            throw Refusal.MEMBER_OWNS_SERVERS.of(id.toString());
        }
        for (Registered.SubsystemEntry subsystem :
                scope.needing(key, EntryKind.SUBSYSTEM, Registered.SubsystemEntry.class)) {
            removeClient(scope, subsystem.id());
        }
        removeClient(scope, ClientId.member(id));
    }

    static void addSubsystem(ChangeScope scope, ClientId id, Optional<String> name) throws RefusedChangeException {
        Texts.checkClient(id, scope.instance().instance());
        checkIsSubsystem(id);
        checkName(name);
        checkExists(scope, ClientId.member(id.member()));
        if (scope.has(EntryKey.client(id))) {
            throw Refusal.SUBSYSTEM_EXISTS.of(id.toString());
        }
        scope.put(new Registered.SubsystemEntry(id, name));
    }

    static void renameSubsystem(ChangeScope scope, ClientId id, Optional<String> name) throws RefusedChangeException {
        checkName(name);
        checkIsSubsystem(id);
        checkExists(scope, id);
        scope.put(new Registered.SubsystemEntry(id, name));
    }

    static void deleteSubsystem(ChangeScope scope, ClientId id) throws RefusedChangeException {
        checkIsSubsystem(id);
        checkExists(scope, id);
        if (scope.isNeededBy(EntryKey.client(id), EntryKind.SERVER_CLIENT)) {
            throw Refusal.SUBSYSTEM_IS_REGISTERED.of(id.toString());
        }
        removeClient(scope, id);
    }

    static void checkExists(ChangeScope scope, ClientId id) throws RefusedChangeException {
        if (!scope.has(EntryKey.client(id))) {
            Refusal refusal = id.subsystemCode().isPresent() ? Refusal.SUBSYSTEM_NOT_FOUND : Refusal.MEMBER_NOT_FOUND;
            throw refusal.of(id.toString());
        }
    }

    static void checkName(Optional<String> name) throws RefusedChangeException {
        if (name.isPresent()) {
            Texts.checkLine(name.get(), "The name of the subsystem");
        }
    }

    private static void removeClient(ChangeScope scope, ClientId id) throws RefusedChangeException {
        EntryKey key = EntryKey.client(id);
        if (scope.isNeededBy(key, EntryKind.INSTANCE)) {
            throw Refusal.USED_BY_SETTINGS.of(id.toString());
        }
        for (Registered.ClientEntry registration :
                scope.needing(key, EntryKind.SERVER_CLIENT, Registered.ClientEntry.class)) {
            scope.remove(registration.key());
        }
        for (Registered.GroupMemberEntry place :
                scope.needing(key, EntryKind.GROUP_MEMBER, Registered.GroupMemberEntry.class)) {
            scope.remove(place.key());
        }
        scope.remove(key);
    }

    private static void checkIsSubsystem(ClientId id) throws RefusedChangeException {
        if (id.subsystemCode().isEmpty()) {
            throw Refusal.SUBSYSTEM_NOT_FOUND.of("A subsystem without a code (" + id + ")");
        }
    }

    private static void checkClassExists(ChangeScope scope, String code) throws RefusedChangeException {
        if (!scope.has(EntryKey.memberClass(code))) {
            throw Refusal.MEMBER_CLASS_NOT_FOUND.of("Member class " + code);
        }
    }
}
