package org.ambergate.serverconf;

import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;

/** To whom an access right is given. A right of a member does not cover its subsystems. */
public sealed interface Subject {
    /** Exactly this client. */
    record Client(ClientId id) implements Subject {}

    /** Whoever is in this group. */
    record Group(GroupId id) implements Subject {}
}
