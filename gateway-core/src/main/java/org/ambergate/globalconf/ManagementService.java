package org.ambergate.globalconf;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.ambergate.identifier.ClientId;

/**
 * Where the servers of an instance send their management requests.
 *
 * @param registrationAddress full https address for registering authentication certificates
 * @param registrationCertificate the TLS certificate expected there
 * @param provider the subsystem that provides the other management services
 */
public record ManagementService(
        String registrationAddress, Optional<X509Certificate> registrationCertificate, ClientId provider) {}
