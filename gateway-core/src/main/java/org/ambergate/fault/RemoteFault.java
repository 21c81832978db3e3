package org.ambergate.fault;

/** A fault received from the other security server; passed on exactly as it came. */
public final class RemoteFault extends ExchangeFault {
    private static final long serialVersionUID = 1L;

    private final String faultCode;
    private final String detail;

    /**
     * Keeps what was received.
     *
     * @param faultCode the complete code with its prefixes, in either dialect
     * @param text the fault text
     * @param detail the peer's identifier for its log, or empty
     */
    public RemoteFault(String faultCode, String text, String detail) {
        super(text);
        this.faultCode = faultCode;
        this.detail = detail;
    }

    public String faultCode() {
        return faultCode;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    public String detail() {
        return detail;
    }
}
