package org.ambergate.globalconf;

import java.util.List;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;

/**
 * A group of clients kept by a central server.
 *
 * @param id its identifier
 * @param description for people
 * @param members its members, possibly of other instances
 */
public record GlobalGroup(GroupId.Global id, String description, List<ClientId> members) {
    public GlobalGroup {
        members = List.copyOf(members);
    }
}
