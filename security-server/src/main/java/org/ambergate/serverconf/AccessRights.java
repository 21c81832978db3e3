package org.ambergate.serverconf;

import org.ambergate.fault.ConfigurationFault;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.fault.Stage;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.GroupId;
import org.ambergate.identifier.ServiceId;
import org.ambergate.message.RestRequestHead;
import org.ambergate.message.ServicePath;

/** Decides who may call what (client protocol specification, sections 2.6 and 2.7). Only minter of {@link AccessGrant}. */
public final class AccessRights {
    private AccessRights() {}

    /**
     * Checks a request against one snapshot of both configurations.
     *
     * @throws LocalFault {@code unknown_member}, {@code unknown_service}, {@code access_denied} or {@code
     *     service_disabled}; the right is checked before the service's state
     */
    public static AccessGrant check(
            RestRequestHead request, ServerConfiguration configuration, GlobalConfiguration global) throws LocalFault {
        ServiceId id = request.service();
        LocalClient provider = configuration
                .client(id.client())
                .orElseThrow(() -> new LocalFault(ConfigurationFault.UNKNOWN_MEMBER, "Client not found: " + id.client())
                        .within(Stage.SERVICE_FAILED));
        Service service = provider.service(id.serviceCode())
                .orElseThrow(() -> new LocalFault(MessageFault.UNKNOWN_SERVICE, "Unknown service: " + id));
        ServicePath path = ServicePath.canonical(request.servicePath());
        if (!isAllowed(request, provider, service, path, global)) {
            throw new LocalFault(MessageFault.ACCESS_DENIED, "Request is not allowed: " + id);
        }
        if (service.disabledNotice().isPresent()) {
            throw new LocalFault(
                    MessageFault.SERVICE_DISABLED,
                    "Service " + id + " is disabled: "
                            + service.disabledNotice().get());
        }
        return new AccessGrant(service, path);
    }

    private static boolean isAllowed(
            RestRequestHead request,
            LocalClient provider,
            Service service,
            ServicePath path,
            GlobalConfiguration global) {
        for (AccessRight right : service.rights()) {
            if (covers(right.subject(), request.client(), provider, global)
                    && right.endpoint().matches(request.method(), path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(Subject subject, ClientId client, LocalClient provider, GlobalConfiguration global) {
        if (subject instanceof Subject.Client exact) {
            return exact.id().equals(client);
        }
        GroupId group = ((Subject.Group) subject).id();
        if (group instanceof GroupId.Local local) {
            return provider.isInGroup(local, client);
        }
        return global.isMemberOf((GroupId.Global) group, client);
    }
}
