package org.ambergate.journal;

import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.ambergate.fault.LocalFault;

/** A process of its own that appends until it is killed, and names each acknowledged message on its standard output. */
public final class AppendChild {
    private static final int THREADS = 4;
    private static final LogSettings SETTINGS =
            new LogSettings(256 * 1024, 1024, 64 * 1024, Duration.ofSeconds(20), Duration.ofMillis(50));

    private AppendChild() {}

    /** Arguments: the directory, and a prefix for message identifiers. */
    public static void main(String[] args) throws Exception {
        MessageLog log = MessageLog.open(LocalLogStorage.open(Path.of(args[0])), SETTINGS, Samples.surroundings());
        PrintStream out = new PrintStream(new BufferedOutputStream(System.out), true, StandardCharsets.UTF_8);
        for (int t = 0; t < THREADS; t++) {
            String prefix = args[1] + "-" + t + "-";
            Thread thread = new Thread(() -> append(log, prefix, out));
            thread.start();
        }
    }

    private static void append(MessageLog log, String prefix, PrintStream out) {
        for (int i = 0; ; i++) {
            try {
                log.append(Samples.entry(prefix + i, new byte[(i % 5) * 700]));
                out.println(prefix + i);
            } catch (LocalFault e) {
                out.println("refused: " + e.text());
                return;
            }
        }
    }
}
