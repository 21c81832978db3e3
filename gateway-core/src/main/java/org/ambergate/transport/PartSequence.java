package org.ambergate.transport;

import java.util.EnumSet;
import java.util.Set;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.jspecify.annotations.Nullable;

/** Enforces the order of parts (transport specification, section 4). One thread. */
final class PartSequence {
    private final Direction direction;
    private @Nullable PartType last;
    private int ocspResponses;

    PartSequence(Direction direction) {
        this.direction = direction;
    }

    /**
     * Takes note of the next part.
     *
     * @throws LocalFault {@code invalid_message} if it may not come here
     */
    void accept(PartType next) throws LocalFault {
        if (last == PartType.SIGNATURE || last == PartType.FAULT) {
            throw refused("The message has extra content after its " + name(last) + ": " + name(next));
        }
        if (next == PartType.OCSP_RESPONSE && ++ocspResponses > Limits.OCSP_RESPONSES_MAX) {
            throw refused("The message has more than " + Limits.OCSP_RESPONSES_MAX + " OCSP responses");
        }
        if (next == PartType.FAULT && direction == Direction.REQUEST) {
            throw refused("SOAP messages are not supported by this server");
        }
        if (!allowedNow().contains(next)) {
            throw refused("The message has a part out of order: " + name(next)
                    + (last == null ? " at its beginning" : " after " + name(last)));
        }
        last = next;
    }

    /**
     * Checks that the message may end here.
     *
     * @throws LocalFault {@code missing_rest} or {@code missing_signature} naming the first part that is missing
     */
    void requireComplete() throws LocalFault {
        if (last == null || last == PartType.OCSP_RESPONSE) {
            throw new LocalFault(MessageFault.MISSING_REST, "The message has no REST head");
        }
        if (last != PartType.SIGNATURE && last != PartType.FAULT) {
            throw new LocalFault(MessageFault.MISSING_SIGNATURE, "The message has no signature");
        }
    }

    private Set<PartType> allowedNow() {
        Set<PartType> allowed = EnumSet.noneOf(PartType.class);
        if (direction == Direction.RESPONSE) {
            allowed.add(PartType.FAULT);
        }
        if (last == null || last == PartType.OCSP_RESPONSE) {
            allowed.addAll(
                    direction == Direction.REQUEST
                            ? EnumSet.of(PartType.OCSP_RESPONSE, PartType.REST_REQUEST)
                            : EnumSet.of(PartType.REST_RESPONSE));
            return allowed;
        }
        switch (last) {
            case REST_REQUEST, REST_RESPONSE ->
                allowed.addAll(EnumSet.of(PartType.REST_BODY, PartType.HASH_CHAIN_RESULT, PartType.SIGNATURE));
            case REST_BODY -> allowed.addAll(EnumSet.of(PartType.HASH_CHAIN_RESULT, PartType.SIGNATURE));
            case HASH_CHAIN_RESULT -> allowed.add(PartType.HASH_CHAIN);
            case HASH_CHAIN -> allowed.add(PartType.SIGNATURE);
            default -> allowed.clear();
        }
        return allowed;
    }

    private static String name(PartType type) {
        return PartType.base(type.contentType());
    }

    private static LocalFault refused(String text) {
        return new LocalFault(MessageFault.INVALID_MESSAGE, text);
    }
}
