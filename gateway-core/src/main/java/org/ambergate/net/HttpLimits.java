package org.ambergate.net;

/**
 * How large a head may be. Exactly the limit is accepted, one more is refused.
 *
 * @param startLineBytesMax of the request or status line without its end; beyond it 414
 * @param fieldBytesMax of all field lines with their ends; beyond it 431
 * @param fieldsMax number of fields; beyond it 431
 */
public record HttpLimits(int startLineBytesMax, int fieldBytesMax, int fieldsMax) {
    /** Requests: what the common servers take, so that no honest information system meets it. */
    public static final HttpLimits REQUEST = new HttpLimits(8 * 1024, 16 * 1024, 100);

    /** Responses: services are known and set more and longer fields (cookies, policies). */
    public static final HttpLimits RESPONSE = new HttpLimits(8 * 1024, 64 * 1024, 200);
}
