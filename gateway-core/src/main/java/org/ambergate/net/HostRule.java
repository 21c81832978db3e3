package org.ambergate.net;

import java.util.List;

/** What is asked of the {@code Host} field. */
public enum HostRule {
    /** Exactly one, well formed (RFC 9112, section 3.2). */
    REQUIRED,
    /** At most one, not judged: X-Road sends {@code localhost:5500} to anybody (transport specification, section 1.3). */
    NOT_JUDGED;

    private static final String MARKS = "-._~!$&'()*+,;=%:[]";

    void check(HttpFields fields) throws RefusedException {
        List<String> hosts = fields.all("Host");
        if (hosts.size() > 1) {
            throw RefusedException.badRequest("More than one Host");
        }
        if (this == REQUIRED && (hosts.isEmpty() || !isHost(hosts.get(0)))) {
            throw RefusedException.badRequest("Host is missing or malformed");
        }
    }

    private static boolean isHost(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Ascii.isAlphanumeric(c) && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
