package org.ambergate.net;

import java.util.function.IntSupplier;

/**
 * Larger groups without waiting for a time: before a thread does at once what many wait for (a signature, a sync), it lets
 * the threads that are ready to run go first, for they may have something to add. On an idle machine that takes no time;
 * on a busy one they would have run before long anyway, and each would have cost a signature or a sync of its own.
 */
public final class ReadyThreads {
    /** Each turn may last as long as the operating system lets the others run. */
    private static final int TURNS_MAX = 4;

    private ReadyThreads() {}

    /**
     * Gives way to them until nothing is added any more, a few times at most.
     *
     * @param gathered how many things wait now
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it: without it groups are only smaller
    public static void goFirst(IntSupplier gathered) {
        int before = gathered.getAsInt();
        for (int turn = 0; turn < TURNS_MAX; turn++) {
            Thread.yield();
            int now = gathered.getAsInt();
            if (now == before) {
                return;
            }
            before = now;
        }
    }
}
