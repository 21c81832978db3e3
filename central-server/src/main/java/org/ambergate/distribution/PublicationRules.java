package org.ambergate.distribution;

import java.time.Duration;

/**
 * How long what holds.
 *
 * @param validity how long a directory holds
 * @param announcement how long a key must have been listed before it may sign: long enough for every server to have
 *     downloaded the list
 * @param partsKept how long parts that are no longer listed can still be downloaded; a server may hold a directory that
 *     is as old as this
 */
public record PublicationRules(Duration validity, Duration announcement, Duration partsKept) {}
