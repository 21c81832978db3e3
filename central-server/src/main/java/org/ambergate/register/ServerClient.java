package org.ambergate.register;

import org.ambergate.identifier.ClientId;

/**
 * A client of a security server.
 *
 * @param id the member or subsystem
 * @param enabled whether it may exchange messages; only enabled ones are published
 */
public record ServerClient(ClientId id, boolean enabled) {}
