package org.ambergate.globalconf;

import java.util.List;
import java.util.Optional;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;

/**
 * A member of an instance.
 *
 * @param id its identifier
 * @param classDescription what its member class stands for, for people
 * @param name its name, for people
 * @param subsystems its subsystems, enabled or not
 */
public record Member(MemberId id, String classDescription, String name, List<Subsystem> subsystems) {
    public Member {
        subsystems = List.copyOf(subsystems);
    }

    /**
     * A subsystem of a member.
     *
     * @param id its identifier
     * @param name its name, since version 5
     */
    public record Subsystem(ClientId id, Optional<String> name) {}
}
