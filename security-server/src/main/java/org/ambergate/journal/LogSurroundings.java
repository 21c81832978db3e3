package org.ambergate.journal;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * What the log takes from outside.
 *
 * @param clock gives the times of commits
 * @param random gives a new log its identifier
 * @param meters hears what happens
 */
public record LogSurroundings(Clock clock, SecureRandom random, LogMeters meters) {}
