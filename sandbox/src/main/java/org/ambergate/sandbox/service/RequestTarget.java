package org.ambergate.sandbox.service;

import java.util.Optional;

/**
 * The path and query of a request, as they were sent.
 *
 * @param path the part before the question mark
 * @param query the part after it, or empty
 */
record RequestTarget(String path, String query) {
    static RequestTarget of(String target) {
        int mark = target.indexOf('?');
        return mark < 0
                ? new RequestTarget(target, "")
                : new RequestTarget(target.substring(0, mark), target.substring(mark + 1));
    }

    /** The value of the first parameter of that name. */
    Optional<String> parameter(String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(pair.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }
}
