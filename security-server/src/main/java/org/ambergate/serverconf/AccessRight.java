package org.ambergate.serverconf;

import org.ambergate.message.EndpointPattern;

/**
 * One right to one service.
 *
 * @param subject who may call
 * @param endpoint which method and path
 */
public record AccessRight(Subject subject, EndpointPattern endpoint) {}
