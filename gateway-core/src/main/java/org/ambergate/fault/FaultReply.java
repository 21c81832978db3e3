package org.ambergate.fault;

import java.util.Locale;

/**
 * A fault as it is written to the other side: the one place where prefixes are added.
 *
 * @param faultCode the complete code, for example {@code server.serverproxy.access_denied}
 * @param text the text for people
 * @param detail an identifier under which the log of the server that made the fault has more
 */
public record FaultReply(String faultCode, String text, String detail) {
    /** Composes the reply for a fault; a {@link RemoteFault} stays as it came. */
    public static FaultReply of(ExchangeFault fault, FaultSide side, String detail) {
        if (fault instanceof RemoteFault remote) {
            return new FaultReply(remote.faultCode(), remote.text(), remote.detail());
        }
        LocalFault local = (LocalFault) fault;
        return new FaultReply(side.prefix() + "." + local.path(), local.text(), detail);
    }

    /**
     * 500 if the code begins with {@code server.}, otherwise 400 (client protocol specification, section 2.13). Unlike
     * X-Road the test ignores case, so that faults of 7.7 and older peers get the same status.
     */
    public int httpStatus() {
        return faultCode.toLowerCase(Locale.ROOT).startsWith("server.") ? 500 : 400;
    }
}
