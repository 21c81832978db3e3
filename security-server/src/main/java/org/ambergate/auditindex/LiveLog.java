package org.ambergate.auditindex;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.ambergate.messagelog.LoggedOutcome;

/**
 * The message log that this server writes.
 *
 * @param directory where its segments lie
 * @param durable says how many of its records are known to be durable
 * @param recordsAtStart records in it when this server started
 * @param outcomes takes an outcome to be logged, without waiting; false if it cannot be taken now
 */
public record LiveLog(Path directory, LongSupplier durable, long recordsAtStart, Predicate<LoggedOutcome> outcomes) {}
