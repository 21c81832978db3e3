package org.ambergate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ambergate.identifier.SecurityServerId;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.FindingCode;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.TombstoneStatement;

/**
 * Holds the tombstones of a log against each other and against a global configuration: all have to name one server, and
 * that one has to be registered. Otherwise any registered member could vouch for what is missing from another one's log.
 * Their signatures are for {@link SignaturePass}. One thread.
 */
final class TombstonePass {
    private final Set<SecurityServerId> registered;
    private final List<Finding> findings = new ArrayList<>();
    private Optional<SecurityServerId> server = Optional.empty();
    private long valid;
    private long invalid;

    /** @param registered the servers of a global configuration */
    TombstonePass(Set<SecurityServerId> registered) {
        this.registered = Set.copyOf(registered);
    }

    void add(RecordPlace place, TombstoneStatement statement) {
        Optional<String> complaint = complaint(statement.server());
        if (complaint.isEmpty()) {
            valid++;
            return;
        }
        invalid++;
        if (findings.size() < SignaturePass.FINDINGS_MAX) {
            findings.add(new Finding(place, FindingCode.TOMBSTONE, complaint.get()));
        }
    }

    SignaturePass.Result finish() {
        return new SignaturePass.Result(valid, invalid, List.copyOf(findings));
    }

    private Optional<String> complaint(SecurityServerId named) {
        if (server.isEmpty()) {
            server = Optional.of(named);
        }
        if (!named.equals(server.get())) {
            return Optional.of("The tombstone names " + named.encoded() + ", and the log's first one "
                    + server.get().encoded());
        }
        return registered.contains(named)
                ? Optional.empty()
                : Optional.of(
                        "The tombstone names " + named.encoded() + ", which is no server of the global configuration");
    }
}
