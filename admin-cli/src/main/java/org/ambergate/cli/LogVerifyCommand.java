package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.RecordVisitor;
import org.ambergate.messagelog.RememberedRoot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ambergate log verify}: is this log as it was written? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks a message log: every record, its place in the sequence, bodies, links, the Merkle tree and time-stamps.",
            "With --trust also every signature, as it stood when the message was logged, and every time-stamp; and that what was"
                    + " removed was removed by one registered server. The log's server may be running."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the log is valid",
            "1:something is wrong; the first bad position is named",
            "2:wrong usage",
            "3:nothing is wrong, but something was removed, and without --trust nothing proves by whom",
            "4:a file cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ambergate log verify /var/lib/ambergate/message-log",
            "  ambergate log verify --trust /var/lib/ambergate/globalconf /var/lib/ambergate/message-log",
            "  ambergate log verify --expect 1234:5d3f...e1 /var/lib/ambergate/message-log",
            "  ambergate log verify --json --strict copy-of-the-log | jq .finding"
        })
final class LogVerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "the message log's directory")
    private Path directory = Path.of("");

    @Option(
            names = "--trust",
            paramLabel = "CONF",
            description = "a global configuration directory; its authorities decide about the signatures")
    private @Nullable Path trust;

    @Option(
            names = "--expect",
            paramLabel = "SIZE:ROOT",
            converter = RememberedRootConverter.class,
            description =
                    "a tree size and root that an earlier verification printed: the log must still have it, so it was"
                            + " neither cut nor written anew before that")
    private @Nullable RememberedRoot remembered;

    @Option(names = "--strict", description = "an unfinished group at the end counts as an error, too")
    private boolean strict;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    private final Removals removals = new Removals();
    private long records;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (LogDirectory log = LogDirectory.open(directory)) {
            LogVerification verification = verify(log);
            if (json) {
                VerificationOutput.printJson(out, directory, verification);
            } else {
                VerificationOutput.printText(out, directory, verification);
            }
            return verification.verdict().exit();
        } catch (LocalFault e) {
            return fail("The global configuration cannot be used: " + e.text());
        } catch (IOException e) {
            return fail("Cannot read: " + e.getMessage());
        }
    }

    private LogVerification verify(LogDirectory log) throws IOException, LocalFault {
        ProgressBar progress = ProgressBar.of(log.segments(), !json);
        try {
            if (trust == null) {
                AuditReport report = auditor((place, record) -> {
                            progress.read(place, ++records);
                            note(place, record);
                        })
                        .audit(log.segments());
                return new LogVerification(
                        report, Optional.empty(), Optional.empty(), Optional.empty(), removals, strict);
            }
            TrustDirectory authorities = TrustDirectory.read(trust);
            TimestampPass timestamps = new TimestampPass(authorities.timestampCertificates());
            TombstonePass tombstones = new TombstonePass(authorities.servers());
            try (SignaturePass signatures = new SignaturePass(new SignatureCheck(authorities.trust()))) {
                AuditReport report = auditor((place, record) -> {
                            progress.read(place, ++records);
                            note(place, record);
                            add(signatures, timestamps, tombstones, place, record);
                        })
                        .audit(log.segments());
                return new LogVerification(
                        report,
                        Optional.of(signatures.finish()),
                        Optional.of(timestamps.finish()),
                        Optional.of(tombstones.finish()),
                        removals,
                        strict);
            }
        } finally {
            progress.end();
        }
    }

    private LogAuditor auditor(RecordVisitor visitor) {
        return new LogAuditor(visitor, Optional.ofNullable(remembered));
    }

    private void note(RecordPlace place, LogRecord record) {
        if (records == 1) {
            removals.beginAt(place.sequence());
        }
        if (record instanceof LogRecord.Tombstone t) {
            removals.add(t.tombstone().statement());
        }
    }

    private static void add(
            SignaturePass signatures,
            TimestampPass timestamps,
            TombstonePass tombstones,
            RecordPlace place,
            LogRecord record) {
        if (record instanceof LogRecord.Message m) {
            signatures.add(place, m.message());
        } else if (record instanceof LogRecord.Timestamp t) {
            timestamps.add(place, t.timestamp());
        } else if (record instanceof LogRecord.Tombstone t) {
            signatures.add(place, t.tombstone());
            tombstones.add(place, t.tombstone().statement());
        }
    }

    private int fail(String reason) {
        spec.commandLine().getErr().println(SafeText.of(reason));
        return ExitCodes.IO;
    }
}
