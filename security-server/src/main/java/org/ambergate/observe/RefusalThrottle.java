package org.ambergate.observe;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a few log lines per second through for each kind of refusal, so that refused requests cannot fill the disk; the
 * meters count every one.
 */
public final class RefusalThrottle {
    /** Lines per second and kind; enough to see single mistakes, too few to fill a disk. */
    static final int LINES_PER_SECOND = 10;

    private static final int KINDS_MAX = 1_000;

    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(long second, int lines) {}

    public RefusalThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Whether a line of this kind may be written now. */
    public boolean permits(String kind) {
        if (windows.size() >= KINDS_MAX && !windows.containsKey(kind)) {
            windows.clear();
        }
        long second = clock.millis() / 1000;
        Window window = windows.merge(
                kind,
                new Window(second, 1),
                (old, fresh) -> old.second() == second ? new Window(second, old.lines() + 1) : fresh);
        return window.lines() <= LINES_PER_SECOND;
    }
}
