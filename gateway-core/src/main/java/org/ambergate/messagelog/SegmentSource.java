package org.ambergate.messagelog;

import java.io.IOException;
import java.util.Optional;

/** Opens the segments of a log for reading, by their number. */
@FunctionalInterface
public interface SegmentSource {
    /**
     * A segment; it stays readable until the next one is opened.
     *
     * @param index its number, from 1
     * @return empty if there is none of that number
     * @throws IOException if it cannot be opened
     */
    Optional<LogSegment> open(long index) throws IOException;

    /**
     * The number of the oldest segment; 1 unless retention has removed some.
     *
     * @throws IOException if it cannot be found out
     */
    default long oldest() throws IOException {
        return 1;
    }
}
