package org.ambergate.serverconf;

import org.ambergate.message.ServicePath;

/** Proof that a client may call a service at a path. Made only by {@link AccessRights}. */
public final class AccessGrant {
    private final Service service;
    private final ServicePath path;

    AccessGrant(Service service, ServicePath path) {
        this.service = service;
        this.path = path;
    }

    public Service service() {
        return service;
    }

    /** The canonical path that was judged, and the only one that may be called. */
    public ServicePath path() {
        return path;
    }
}
