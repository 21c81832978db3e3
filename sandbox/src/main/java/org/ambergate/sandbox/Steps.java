package org.ambergate.sandbox;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Tells what is going on, one line a step with the time it took. */
final class Steps {
    private final PrintWriter out;

    /** Something that may fail. */
    interface Work<T> {
        T run() throws Exception;
    }

    Steps(PrintWriter out) {
        this.out = out;
    }

    <T> T step(String name, Work<T> work) throws Exception {
        out.printf("  %-66s", name + " ...");
        out.flush();
        long started = System.nanoTime();
        try {
            T result = work.run();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            out.printf("%6d ms%n", millis);
            out.flush();
            return result;
        } catch (Exception e) {
            out.println("failed");
            out.flush();
            throw e;
        }
    }
}
