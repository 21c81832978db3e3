package org.ambergate.identifier;

import static org.ambergate.identifier.EncodedIdentifier.part;

import java.util.List;

/**
 * A security server, named by its owner and its code.
 *
 * @param owner the member that owns the server
 * @param serverCode the server code
 */
public record SecurityServerId(MemberId owner, String serverCode) {
    public SecurityServerId {
        part(serverCode, "serverCode");
    }

    /**
     * Parses {@code I/C/M/server} with percent-encoded segments.
     *
     * @throws MalformedIdentifierException unless there are exactly four well-formed segments
     */
    public static SecurityServerId parse(String encoded) {
        List<String> parts = EncodedIdentifier.decode(encoded);
        if (parts.size() != 4) {
            throw new MalformedIdentifierException("A security server identifier has four parts");
        }
        return new SecurityServerId(new MemberId(parts.get(0), parts.get(1), parts.get(2)), parts.get(3));
    }

    /** The percent-encoded slash form, as in the {@code x-road-security-server} header. */
    public String encoded() {
        return EncodedIdentifier.encode(List.of(owner.instance(), owner.memberClass(), owner.memberCode(), serverCode));
    }

    /** The form used in messages and logs: {@code SERVER:I/C/M/server}. */
    @Override
    public String toString() {
        return "SERVER:" + owner.instance() + "/" + owner.memberClass() + "/" + owner.memberCode() + "/" + serverCode;
    }
}
