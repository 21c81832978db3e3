package org.ambergate.message;

import java.util.Optional;
import org.ambergate.fault.FaultCode;
import org.ambergate.fault.LocalFault;
import org.ambergate.identifier.MalformedIdentifierException;
import org.ambergate.identifier.ServiceId;

/**
 * The target of a REST request: {@code /r1/} with five identifier segments, the service path, the query (client
 * protocol specification, section 2.2). Kept as received, still percent-encoded.
 *
 * @param text path and query
 * @param pathEnd where the path ends in the text
 * @param service the service that the path names
 * @param serviceEnd where the service identifier ends in the text
 */
record RequestTarget(String text, int pathEnd, ServiceId service, int serviceEnd) {
    private static final String PREFIX = "/r1/";
    private static final int IDENTIFIER_SEGMENTS = 5;

    /** @param whenMalformed the code of the fault if the target breaks the grammar */
    static RequestTarget parse(String target, FaultCode whenMalformed) throws LocalFault {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        if (!path.startsWith(PREFIX)) {
            throw new LocalFault(whenMalformed, "Invalid request URI: the path does not begin with " + PREFIX);
        }
        int end = endOfService(path);
        if (end < 0) {
            throw new LocalFault(
                    whenMalformed, "Invalid request URI: " + PREFIX + " must be followed by a service identifier");
        }
        try {
            ServiceId service = ServiceId.parse(path.substring(PREFIX.length(), end));
            return new RequestTarget(target, path.length(), service, end);
        } catch (MalformedIdentifierException e) {
            throw new LocalFault(whenMalformed, "Invalid request URI: " + e.getMessage()).causedBy(e);
        }
    }

    String rawPath() {
        return text.substring(0, pathEnd);
    }

    /** What follows the first question mark, if there is one. */
    Optional<String> rawQuery() {
        return pathEnd == text.length() ? Optional.empty() : Optional.of(text.substring(pathEnd + 1));
    }

    /** What follows the service code: empty, or beginning with a slash. */
    String servicePath() {
        return text.substring(serviceEnd, pathEnd);
    }

    /** Path characters of RFC 3986; in the query any visible ASCII except a fragment's beginning. */
    static boolean hasUriCharacters(String target) {
        int question = target.indexOf('?');
        int pathEnd = question < 0 ? target.length() : question;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            boolean fits = i < pathEnd ? PathCharacters.isPath(c) : c > ' ' && c < 0x7F && c != '#';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int endOfService(String path) {
        int slash = PREFIX.length() - 1;
        for (int segment = 1; segment <= IDENTIFIER_SEGMENTS; segment++) {
            int next = path.indexOf('/', slash + 1);
            if (next < 0) {
                return segment == IDENTIFIER_SEGMENTS ? path.length() : -1;
            }
            slash = next;
        }
        return slash;
    }
}
