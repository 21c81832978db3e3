package org.ambergate.evidence;

import java.util.Optional;
import org.ambergate.messagelog.MessageDirection;
import org.ambergate.messagelog.RecordPlace;

/**
 * A message in a log, and what covers it.
 *
 * @param place where the message stands
 * @param queryId its {@code x-road-id}
 * @param direction request or response
 * @param timestamp where the time-stamp stands that covers it; empty if the log holds none yet
 */
public record FoundMessage(
        RecordPlace place, String queryId, MessageDirection direction, Optional<RecordPlace> timestamp) {
    /** The file name of its container. */
    public String containerName() {
        return ContainerName.of(queryId, direction, place.sequence());
    }

    FoundMessage coveredBy(RecordPlace newTimestamp) {
        return new FoundMessage(place, queryId, direction, Optional.of(newTimestamp));
    }
}
