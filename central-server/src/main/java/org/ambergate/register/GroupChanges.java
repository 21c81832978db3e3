package org.ambergate.register;

import org.ambergate.identifier.ClientId;

/** Changes of global groups. */
final class GroupChanges {
    private GroupChanges() {}

    static void add(ChangeScope scope, String code, String description) throws RefusedChangeException {
        scope.instance();
        Texts.checkPart(code, "The code of the group");
        Texts.checkLine(description, "The description of the group");
        if (scope.has(EntryKey.group(code))) {
            throw Refusal.GROUP_EXISTS.of("Group " + code);
        }
        scope.put(new Registered.GroupEntry(code, description));
    }

    static void describe(ChangeScope scope, String code, String description) throws RefusedChangeException {
        Texts.checkLine(description, "The description of the group");
        checkOwn(scope, code);
        scope.put(new Registered.GroupEntry(code, description));
    }

    static void delete(ChangeScope scope, String code) throws RefusedChangeException {
        checkOwn(scope, code);
        EntryKey key = EntryKey.group(code);
        for (Registered.GroupMemberEntry member :
                scope.needing(key, EntryKind.GROUP_MEMBER, Registered.GroupMemberEntry.class)) {
            scope.remove(member.key());
        }
        scope.remove(key);
    }

    /** Clients of federated instances are taken as they come: who is registered there is not known here. */
    static void addMember(ChangeScope scope, String code, ClientId client) throws RefusedChangeException {
        checkOwn(scope, code);
        Texts.checkPart(client.instance(), "The instance of the identifier");
        Texts.checkClient(client, client.instance());
        boolean own = client.instance().equals(scope.instance().instance());
        if (own) {
            MemberChanges.checkExists(scope, client);
        }
        if (scope.has(EntryKey.groupMember(code, client))) {
            throw Refusal.GROUP_MEMBER_EXISTS.of(client.toString());
        }
        scope.put(new Registered.GroupMemberEntry(code, client, own));
    }

    static void removeMember(ChangeScope scope, String code, ClientId client) throws RefusedChangeException {
        checkOwn(scope, code);
        EntryKey key = EntryKey.groupMember(code, client);
        if (!scope.has(key)) {
            throw Refusal.GROUP_MEMBER_NOT_FOUND.of(client.toString());
        }
        scope.remove(key);
    }

    /** The group must be there, and not the one that follows the registered servers. */
    private static void checkOwn(ChangeScope scope, String code) throws RefusedChangeException {
        if (code.equals(Register.OWNERS_GROUP)) {
            throw Refusal.OWNERS_GROUP_IS_KEPT.of("Group " + code);
        }
        if (!scope.has(EntryKey.group(code))) {
            throw Refusal.GROUP_NOT_FOUND.of("Group " + code);
        }
    }
}
