package org.ambergate.globalconf;

import java.util.Optional;
import org.ambergate.identifier.SecurityServerId;

/**
 * A security server that can be reached.
 *
 * @param server its identifier
 * @param host host name or IP address
 * @param maintenance present while it is in maintenance mode; the message may be empty
 */
public record ProviderAddress(SecurityServerId server, String host, Optional<String> maintenance) {}
