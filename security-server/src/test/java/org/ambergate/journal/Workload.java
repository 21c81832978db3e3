package org.ambergate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.AuditReport;
import org.ambergate.messagelog.LogAuditor;
import org.ambergate.messagelog.LogRecord;

/** Appends messages to a log on a simulated disk, remembers what was acknowledged, and compares with what is there. */
final class Workload {
    private final SimulatedDisk disk;
    private final List<String> acknowledged = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private int next;

    Workload(SimulatedDisk disk) {
        this.disk = disk;
    }

    MessageLog open() throws IOException {
        return MessageLog.open(disk.mounted(), Samples.SMALL, Samples.surroundings());
    }

    /** Appends messages of several sizes one after the other; goes on after a refusal. */
    void append(MessageLog log, int count) {
        for (int i = 0; i < count; i++) {
            String id = "m" + next++;
            byte[] body = new byte[(next % 3) * 900];
            try {
                log.append(Samples.entry(id, body));
                acknowledged.add(id);
            } catch (LocalFault e) {
                refused.add(id);
            }
        }
    }

    /** Appends until the log takes a message again. */
    void appendUntilAccepted(MessageLog log) {
        int before = acknowledged.size();
        long giveUp = System.nanoTime() + 5_000_000_000L;
        while (acknowledged.size() == before && System.nanoTime() < giveUp) {
            append(log, 1);
        }
        assertThat(acknowledged).as("the log goes on by itself within 5 s").hasSizeGreaterThan(before);
    }

    int acknowledgedCount() {
        return acknowledged.size();
    }

    /** Opens and closes the log once more, so that it recovers, and then checks the whole of it. */
    void reopenAndCheck() throws IOException {
        open().close();
        check();
    }

    /** Every acknowledged message is there once and in order, and the log is intact to its end. */
    List<String> check() throws IOException {
        List<String> found = new ArrayList<>();
        AuditReport report = new LogAuditor((place, record) -> {
                    if (record instanceof LogRecord.Message m) {
                        found.add(m.message().exchange().requestId());
                    }
                })
                .audit(disk.segments());
        assertThat(report.finding()).isEmpty();
        assertThat(report.openTail()).isEmpty();
        assertThat(found).doesNotHaveDuplicates();
        List<String> foundAcknowledged = new ArrayList<>(found);
        foundAcknowledged.retainAll(new HashSet<>(acknowledged));
        assertThat(foundAcknowledged).isEqualTo(acknowledged);
        return found;
    }

    /** In addition: no message that was refused has turned up. */
    void checkNothingRefusedIsThere() throws IOException {
        assertThat(check()).filteredOn(refused::contains).isEmpty();
    }
}
