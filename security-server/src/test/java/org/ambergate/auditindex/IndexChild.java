package org.ambergate.auditindex;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.ambergate.audit.AuditIndex;
import org.ambergate.messagelog.LogSegment;

/** A process of its own that fills an index until it is killed, and prints a line for each piece of the log it reads. */
public final class IndexChild {
    /** Small batches and buckets, so that a log of seconds has many of both. */
    static final IndexingLimits LIMITS = new IndexingLimits(1_000, 16 << 20, 10_000, 4_096, -1);

    private final PrintStream out = new PrintStream(new BufferedOutputStream(System.out), true, StandardCharsets.UTF_8);

    private IndexChild() {}

    /** Arguments: the log's directory, and the index's file. */
    public static void main(String[] args) throws Exception {
        new IndexChild().fill(Path.of(args[0]), args[1]);
    }

    private void fill(Path log, String file) throws IOException {
        try (SegmentDirectory segments = new SegmentDirectory(log);
                AuditIndex index = new SqliteIndexes(LIMITS, WaitingLimits.STANDARD).open(file)) {
            index.catchUp(
                    new AuditIndex.Source(number -> watched(segments.open(number)), () -> Long.MAX_VALUE),
                    position -> out.println("reached " + position.sequence()));
        }
    }

    private Optional<LogSegment> watched(Optional<LogSegment> segment) {
        return segment.map(Watched::new);
    }

    private final class Watched implements LogSegment {
        private final LogSegment segment;

        Watched(LogSegment segment) {
            this.segment = segment;
        }

        @Override
        public String name() {
            return segment.name();
        }

        @Override
        public long length() throws IOException {
            return segment.length();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            out.println("read");
            return segment.read(into, position);
        }
    }
}
