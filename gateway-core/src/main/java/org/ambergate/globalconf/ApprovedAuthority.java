package org.ambergate.globalconf;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * An approved certification service: a top authority with its intermediate ones.
 *
 * @param name for people
 * @param authenticationOnly whether it may issue authentication certificates only
 * @param top the top authority
 * @param intermediates the others
 * @param profileClassName how its certificates name their subjects (specification, section 9)
 * @param certificateRequestFormat {@code PEM} or {@code DER}, since version 6
 * @param acmeServer where certificates can be had without people, since version 3
 */
public record ApprovedAuthority(
        String name,
        boolean authenticationOnly,
        Authority top,
        List<Authority> intermediates,
        String profileClassName,
        Optional<String> certificateRequestFormat,
        Optional<AcmeServer> acmeServer) {
    public ApprovedAuthority {
        intermediates = List.copyOf(intermediates);
    }

    /**
     * One authority.
     *
     * @param certificate its own certificate
     * @param responders OCSP responders for what it issues
     */
    public record Authority(X509Certificate certificate, List<OcspResponder> responders) {
        public Authority {
            responders = List.copyOf(responders);
        }
    }

    /**
     * An ACME server.
     *
     * @param directoryUrl its directory
     * @param ipAddress comma-separated addresses, for firewalls
     * @param authenticationProfileId since version 4
     * @param signingProfileId since version 4
     */
    public record AcmeServer(
            String directoryUrl,
            Optional<String> ipAddress,
            Optional<String> authenticationProfileId,
            Optional<String> signingProfileId) {}
}
