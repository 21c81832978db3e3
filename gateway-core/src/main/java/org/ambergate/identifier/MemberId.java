package org.ambergate.identifier;

import static org.ambergate.identifier.EncodedIdentifier.part;

/**
 * A member of an X-Road instance. Comparison is exact and case-sensitive, without trimming.
 *
 * @param instance the instance identifier
 * @param memberClass the member class code
 * @param memberCode the member code
 */
public record MemberId(String instance, String memberClass, String memberCode) {
    public MemberId {
        part(instance, "instance");
        part(memberClass, "memberClass");
        part(memberCode, "memberCode");
    }

    /** The form used in messages and logs: {@code MEMBER:I/C/M}. */
    @Override
    public String toString() {
        return "MEMBER:" + instance + "/" + memberClass + "/" + memberCode;
    }
}
