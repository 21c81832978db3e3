package org.ambergate.trust;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A place to ask for a directory.
 *
 * @param url its address, as a rule without a version
 * @param certificates those a directory from here may be signed with
 */
record SourceLocation(URI url, List<X509Certificate> certificates) {
    SourceLocation {
        certificates = List.copyOf(certificates);
    }
}
