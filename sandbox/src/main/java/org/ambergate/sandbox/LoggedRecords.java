package org.ambergate.sandbox;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ambergate.cli.Main;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.MessageDirection;
import picocli.CommandLine;

/** What the servers logged of one exchange. */
final class LoggedRecords {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** One line of the table. */
    private record Row(long sequence, LoggedMessage message) {}

    private LoggedRecords() {}

    /** Whether both servers logged both messages of the exchange. */
    static boolean areComplete(Ecosystem ecosystem, String requestId) throws IOException {
        return isComplete(rows(ecosystem.consumer(), requestId)) && isComplete(rows(ecosystem.provider(), requestId));
    }

    static void print(Ecosystem ecosystem, String requestId, PrintWriter out) throws IOException {
        out.printf(
                "%-12s %6s  %-12s  %-9s  %-9s  %9s  %s%n",
                "logged by", "record", "time (UTC)", "message", "signature", "body", "signed by");
        printRows(ecosystem.consumer(), requestId, out);
        printRows(ecosystem.provider(), requestId, out);
        out.flush();
    }

    /** Verifies a whole log, records and signatures, as {@code ambergate log verify} does. */
    static boolean verify(ServerHome home, PrintWriter out) {
        out.println();
        out.println("ambergate log verify --trust ss/data/globalconf ss/data/message-log   (ss = "
                + home.server().serverCode() + ")");
        out.flush();
        return new CommandLine(new Main())
                        .setOut(out)
                        .execute(
                                "log",
                                "verify",
                                "--trust",
                                home.globalConfiguration().toString(),
                                home.messageLog().toString())
                == 0;
    }

    private static boolean isComplete(List<Row> rows) {
        long requests = rows.stream()
                .filter(row -> row.message().direction() == MessageDirection.REQUEST)
                .count();
        return requests == 1 && rows.size() == 2;
    }

    private static List<Row> rows(ServerHome home, String requestId) throws IOException {
        List<Row> rows = new ArrayList<>();
        var unused = LogFiles.audit(home.messageLog(), (place, record) -> {
            if (record instanceof LogRecord.Message logged
                    && logged.message().exchange().requestId().equals(requestId)) {
                rows.add(new Row(place.sequence(), logged.message()));
            }
        });
        return rows;
    }

    private static void printRows(ServerHome home, String requestId, PrintWriter out) throws IOException {
        for (Row row : rows(home, requestId)) {
            LoggedMessage message = row.message();
            boolean request = message.direction() == MessageDirection.REQUEST;
            out.printf(
                    "%-12s %6d  %-12s  %-9s  %-9s  %7d B  %s%n",
                    home.server().serverCode(),
                    row.sequence(),
                    TIME.format(message.time()),
                    request ? "request" : "response",
                    message.signature().batch().isPresent() ? "batch" : "plain",
                    message.body().length(),
                    request ? SandboxIds.CONSUMER_MEMBER : SandboxIds.PROVIDER_MEMBER);
        }
    }
}
