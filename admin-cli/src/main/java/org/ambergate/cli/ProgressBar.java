package org.ambergate.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.ambergate.messagelog.LogSegment;
import org.ambergate.messagelog.RecordPlace;

/** A line on the terminal that shows how much of a log has been read. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final long QUIET_NANOS = 500_000_000L;

    private final PrintStream terminal;
    private final boolean shown;
    private final int segments;
    private final long started = System.nanoTime();
    private String segment = "";
    private int segmentsRead;
    private long drawn = started + QUIET_NANOS - REDRAW_NANOS;
    private boolean visible;

    private ProgressBar(PrintStream terminal, boolean shown, int segments) {
        this.terminal = terminal;
        this.shown = shown;
        this.segments = segments;
    }

    /** A bar that appears only if there is a terminal to see it and the work takes noticeable time. */
    static ProgressBar of(Iterable<LogSegment> log, boolean wanted) {
        int count = 0;
        for (LogSegment ignored : log) {
            count++;
        }
        return new ProgressBar(System.err, wanted && Terminal.seesErrors(), count);
    }

    /** One more record has been read. */
    void read(RecordPlace place, long records) {
        if (!shown) {
            return;
        }
        if (!place.segment().equals(segment)) {
            segment = place.segment();
            segmentsRead++;
        }
        long now = System.nanoTime();
        if (now - drawn >= REDRAW_NANOS) {
            drawn = now;
            draw(records, (now - started) / 1e9);
        }
    }

    /** A segment has been read up to some place. */
    void reached(long segmentIndex, long records) {
        if (!shown) {
            return;
        }
        segmentsRead = (int) segmentIndex;
        long now = System.nanoTime();
        if (now - drawn >= REDRAW_NANOS) {
            drawn = now;
            draw(records, (now - started) / 1e9);
        }
    }

    /** Takes the line off the terminal. */
    void end() {
        if (visible) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
    }

    private void draw(long records, double seconds) {
        int filled = WIDTH * Math.max(0, segmentsRead - 1) / Math.max(1, segments);
        terminal.printf(
                Locale.ROOT,
                "\r[%s%s] segment %d of %d, %,d records, %,.0f/s\u001b[K",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                segmentsRead,
                segments,
                records,
                records / Math.max(seconds, 0.001));
        terminal.flush();
        visible = true;
    }
}
