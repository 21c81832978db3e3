package org.ambergate.distribution;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.globalconf.ManagementService;
import org.ambergate.identifier.ClientId;
import org.ambergate.publication.InstanceDescription;
import org.ambergate.publication.InstanceSettings;
import org.ambergate.publication.PublishedServer;
import org.ambergate.register.RegisterSettings;
import org.ambergate.register.RegisterSnapshot;
import org.ambergate.register.SecurityServer;
import org.ambergate.register.ServerClient;

/**
 * What of a register is published. Clients that are disabled are left out of their server; everything else is published
 * as it is registered.
 *
 * @param registrationAddress full https address for registering authentication certificates
 * @param registrationCertificate the TLS certificate expected there; servers register no certificate without it
 */
public record RegisteredInstance(String registrationAddress, Optional<X509Certificate> registrationCertificate) {

    /**
     * Describes an instance for publication.
     *
     * @throws LocalFault {@code malformed_global_conf} as long as the register names no management service provider,
     *     without which servers read no configuration
     */
    public InstanceDescription describe(RegisterSnapshot register) throws LocalFault {
        ClientId provider = register.settings()
                .managementServiceProvider()
                .orElseThrow(() -> new LocalFault(
                        ConfigurationFault.MALFORMED_GLOBAL_CONF,
                        "The register names no management service provider; set one in its settings"));
        return new InstanceDescription(
                register.instance(),
                register.memberClasses(),
                register.authorities(),
                register.timestampAuthorities(),
                register.members(),
                register.servers().stream().map(RegisteredInstance::published).toList(),
                register.groups(),
                settings(register.settings(), provider),
                register.trustedAnchors());
    }

    private InstanceSettings settings(RegisterSettings settings, ClientId provider) {
        return new InstanceSettings(
                new ManagementService(registrationAddress, registrationCertificate, provider),
                settings.ocspFreshness(),
                settings.timestampingInterval(),
                settings.ocspFetchInterval(),
                settings.verifyNextUpdate(),
                settings.monitoringClient());
    }

    private static PublishedServer published(SecurityServer server) {
        List<ClientId> enabled = server.clients().stream()
                .filter(ServerClient::enabled)
                .map(ServerClient::id)
                .toList();
        return new PublishedServer(
                server.id(), server.address(), server.authenticationCertificates(), enabled, server.maintenance());
    }
}
