package org.ambergate.serverconf;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ambergate.identifier.ServiceId;

/**
 * A REST service of a local client.
 *
 * @param id its identifier
 * @param url where the information system answers; the service path is appended
 * @param timeout how long the service may take to answer
 * @param verifyCertificate whether an HTTPS service must show a certificate registered for the provider
 * @param disabledNotice why the service is switched off; empty if it is on
 * @param rights who may call what
 */
public record Service(
        ServiceId id,
        URI url,
        Duration timeout,
        boolean verifyCertificate,
        Optional<String> disabledNotice,
        List<AccessRight> rights) {
    public Service {
        rights = List.copyOf(rights);
    }
}
