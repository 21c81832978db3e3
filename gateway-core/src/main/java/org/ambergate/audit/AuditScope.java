package org.ambergate.audit;

import java.util.Optional;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;

/** Whose records may be seen at all. Every search needs one, so that none forgets it. */
public final class AuditScope {
    private static final AuditScope ALL = new AuditScope(Optional.empty());

    private final Optional<String> member;

    private AuditScope(Optional<String> member) {
        this.member = member;
    }

    /** Everybody's. */
    public static AuditScope all() {
        return ALL;
    }

    /** Those of exchanges in which a member is the client or the provider. */
    public static AuditScope of(MemberId member) {
        return new AuditScope(Optional.of(ClientId.member(member).encoded()));
    }

    /** The member in the percent-encoded slash form; empty if everybody's records may be seen. */
    public Optional<String> member() {
        return member;
    }

    /** {@code all}, or the member. */
    @Override
    public String toString() {
        return member.orElse("all");
    }
}
