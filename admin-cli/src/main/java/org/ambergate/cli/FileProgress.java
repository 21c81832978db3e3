package org.ambergate.cli;

import java.io.PrintStream;
import java.util.Locale;

/** A line on the terminal that shows how many of many files are done. */
final class FileProgress {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final long QUIET_NANOS = 500_000_000L;

    private final PrintStream terminal;
    private final boolean shown;
    private final int total;
    private long drawn = System.nanoTime() + QUIET_NANOS - REDRAW_NANOS;
    private boolean visible;

    private FileProgress(PrintStream terminal, boolean shown, int total) {
        this.terminal = terminal;
        this.shown = shown;
        this.total = total;
    }

    /** A bar that appears only if there is a terminal to see it and the work takes noticeable time. */
    static FileProgress of(int total, boolean wanted) {
        return new FileProgress(System.err, wanted && total > 1 && Terminal.seesErrors(), total);
    }

    void done(int count) {
        long now = System.nanoTime();
        if (!shown || now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        int filled = (int) ((long) WIDTH * count / total);
        terminal.printf(
                Locale.ROOT,
                "\r[%s%s] %,d of %,d containers\u001b[K",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                count,
                total);
        terminal.flush();
        visible = true;
    }

    /** Takes the line off the terminal. */
    void end() {
        if (visible) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
    }
}
