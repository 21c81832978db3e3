package org.ambergate.messagelog;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.identifier.SecurityServerId;

/** The text of a tombstone's statement: one line for each fact, in a fixed order ({@code docs/journal-format.md}). */
final class TombstoneText {
    private static final String TITLE = "AMBERLOG tombstone 1";
    private static final int LINES = 7;

    private TombstoneText() {}

    static String of(TombstoneStatement statement) {
        LogCheckpoint stamped = statement.stamped();
        return String.join(
                        "\n",
                        TITLE,
                        "log " + stamped.logId(),
                        "server " + statement.server().encoded(),
                        "time " + statement.time(),
                        "rule " + statement.rule(),
                        "time-stamped " + tree(stamped),
                        removed(statement.removed()))
                + "\n";
    }

    private static String removed(RemovedData removed) {
        if (removed instanceof RemovedData.Segments segments) {
            return "segments 1-" + segments.last() + " " + tree(segments.before());
        }
        StringBuilder line = new StringBuilder("bodies");
        for (SequenceRange range : ((RemovedData.Bodies) removed).records()) {
            line.append(' ').append(range.first()).append('-').append(range.last());
        }
        return line.toString();
    }

    private static String tree(LogCheckpoint checkpoint) {
        return checkpoint.treeSize() + " " + checkpoint.root().hex();
    }

    static TombstoneStatement parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != LINES + 1 || !lines[0].equals(TITLE)) {
            throw new IllegalArgumentException("This is no statement of a tombstone");
        }
        try {
            UUID logId = UUID.fromString(value(lines[1], "log "));
            TombstoneStatement statement = new TombstoneStatement(
                    SecurityServerId.parse(value(lines[2], "server ")),
                    Instant.parse(value(lines[3], "time ")),
                    value(lines[4], "rule "),
                    tree(logId, value(lines[5], "time-stamped ").split(" ", -1), 0),
                    removed(logId, lines[6].split(" ", -1)));
            // One form only: what is signed and what is understood must not differ.
            if (!of(statement).equals(text)) {
                throw new IllegalArgumentException("A tombstone's statement is not in its form");
            }
            return statement;
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("A tombstone's statement is not in its form", e);
        }
    }

    private static RemovedData removed(UUID logId, String[] words) {
        if (words[0].equals("segments")) {
            return new RemovedData.Segments(range(words[1]).last(), tree(logId, words, 2));
        }
        if (!words[0].equals("bodies")) {
            throw new IllegalArgumentException("A tombstone does not say what was removed");
        }
        List<SequenceRange> ranges = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            ranges.add(range(words[i]));
        }
        return new RemovedData.Bodies(ranges);
    }

    private static SequenceRange range(String word) {
        int dash = word.indexOf('-');
        return new SequenceRange(Long.parseLong(word.substring(0, dash)), Long.parseLong(word.substring(dash + 1)));
    }

    private static LogCheckpoint tree(UUID logId, String[] words, int from) {
        byte[] root = HexFormat.of().parseHex(words[from + 1]);
        return new LogCheckpoint(logId, Long.parseLong(words[from]), new Digest(DigestAlgorithm.SHA256, root));
    }

    private static String value(String line, String name) {
        if (!line.startsWith(name)) {
            throw new IllegalArgumentException("A tombstone's statement lacks its line '" + name.strip() + "'");
        }
        return line.substring(name.length());
    }
}
