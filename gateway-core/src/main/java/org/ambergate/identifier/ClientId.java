package org.ambergate.identifier;

import static org.ambergate.identifier.EncodedIdentifier.part;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An X-Road client: a member or one of its subsystems. A client with a subsystem code is a subsystem, otherwise a
 * member. Comparison is exact and case-sensitive (client protocol specification, section 1.1).
 */
public final class ClientId {
    private final MemberId member;
    private final @Nullable String subsystemCode;

    private ClientId(MemberId member, @Nullable String subsystemCode) {
        this.member = member;
        this.subsystemCode = subsystemCode;
    }

    public static ClientId member(MemberId member) {
        return new ClientId(member, null);
    }

    public static ClientId subsystem(MemberId member, String subsystemCode) {
        return new ClientId(member, part(subsystemCode, "subsystemCode"));
    }

    public static ClientId subsystem(String instance, String memberClass, String memberCode, String subsystemCode) {
        return subsystem(new MemberId(instance, memberClass, memberCode), subsystemCode);
    }

    /**
     * Parses {@code I/C/M[/S]} with percent-encoded segments.
     *
     * @throws MalformedIdentifierException unless there are three or four well-formed segments
     */
    public static ClientId parse(String encoded) {
        List<String> parts = EncodedIdentifier.decode(encoded);
        if (parts.size() != 3 && parts.size() != 4) {
            throw new MalformedIdentifierException("A client identifier has three or four parts");
        }
        MemberId member = new MemberId(parts.get(0), parts.get(1), parts.get(2));
        return parts.size() == 3 ? member(member) : subsystem(member, parts.get(3));
    }

    public MemberId member() {
        return member;
    }

    public Optional<String> subsystemCode() {
        return Optional.ofNullable(subsystemCode);
    }

    public String instance() {
        return member.instance();
    }

    /** The percent-encoded slash form, as in the {@code x-road-client} header. */
    public String encoded() {
        return EncodedIdentifier.encode(parts());
    }

    List<String> parts() {
        return subsystemCode == null
                ? List.of(member.instance(), member.memberClass(), member.memberCode())
                : List.of(member.instance(), member.memberClass(), member.memberCode(), subsystemCode);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientId that
                && member.equals(that.member)
                && Objects.equals(subsystemCode, that.subsystemCode);
    }

    @Override
    public int hashCode() {
        return 31 * member.hashCode() + Objects.hashCode(subsystemCode);
    }

    /** The form used in messages and logs: {@code MEMBER:I/C/M} or {@code SUBSYSTEM:I/C/M/S}. */
    @Override
    public String toString() {
        return subsystemCode == null
                ? member.toString()
                : "SUBSYSTEM:" + member.instance() + "/" + member.memberClass() + "/" + member.memberCode() + "/"
                        + subsystemCode;
    }
}
