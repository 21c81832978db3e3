package org.ambergate.register;

import static org.ambergate.register.Sample.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.globalconf.MemberClass;
import org.ambergate.identifier.ClientId;
import org.ambergate.identifier.MemberId;
import org.ambergate.identifier.SecurityServerId;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An instance as large as any: 10,000 members, 30,000 subsystems, each a client, 1,000 servers. */
class RegisterSizeTest {
    private static final int MEMBERS = 10_000;
    private static final int SUBSYSTEMS = 3;
    private static final int SERVERS = 1_000;
    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
    private static final Duration SENSIBLE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void aLargeRegisterIsReadAndVerifiedInASensibleTime(TestDatabase database, @TempDir Path directory)
            throws Exception {
        String setting = database.create(directory);
        try (Register register = Register.open(setting, AddressRule.OTHER_MACHINES, Clock.systemUTC())) {
            HistoryHead head = fill(TestDatabase.jdbi(setting), entries());
            for (int run = 0; run < 2; run++) {
                long start = System.nanoTime();
                RegisterSnapshot snapshot = register.snapshot().orElseThrow();
                Duration snapshotTime = since(start);
                start = System.nanoTime();
                RegisterSnapshot past = register.history().at(START).orElseThrow();
                Duration pastTime = since(start);
                start = System.nanoTime();
                HistoryVerdict verdict = register.history().verify();
                Duration verifyTime = since(start);
                System.out.printf(
                        "%s, %,d entries: snapshot %d ms, state at a time %d ms, verification %d ms%n",
                        database, head.sequence(), snapshotTime.toMillis(), pastTime.toMillis(), verifyTime.toMillis());
                assertThat(snapshot.members())
                        .hasSize(MEMBERS)
                        .allMatch(m -> m.subsystems().size() == SUBSYSTEMS);
                assertThat(snapshot.servers())
                        .hasSize(SERVERS)
                        .allMatch(server -> server.clients().size() == MEMBERS * SUBSYSTEMS / SERVERS);
                assertThat(Sample.facts(past)).isEqualTo(Sample.facts(snapshot));
                assertThat(verdict).isEqualTo(new HistoryVerdict(head.sequence(), head, Optional.empty()));
                assertThat(snapshotTime.plus(pastTime).plus(verifyTime)).isLessThan(SENSIBLE);
            }
            long start = System.nanoTime();
            register.renameMember(ALICE, new MemberId("TEST", "COM", "m1"), "Renamed");
            System.out.printf("%s: one change %d ms%n", database, since(start).toMillis());
        }
    }

    private static List<Registered> entries() {
        List<Registered> all = new ArrayList<>();
        all.add(new Registered.Instance("TEST", RegisterSettings.standard()));
        all.add(new Registered.ClassEntry(new MemberClass("COM", "Companies")));
        for (int i = 0; i < MEMBERS; i++) {
            all.add(new Registered.MemberEntry(member(i), "Member number " + i));
            for (int j = 0; j < SUBSYSTEMS; j++) {
                all.add(new Registered.SubsystemEntry(
                        ClientId.subsystem(member(i), "subsystem" + j), Optional.of("Subsystem " + j)));
            }
        }
        for (int i = 0; i < SERVERS; i++) {
            all.add(new Registered.ServerEntry(server(i), "ss" + i + ".example", Optional.empty()));
        }
        for (int i = 0; i < MEMBERS * SUBSYSTEMS; i++) {
            all.add(new Registered.ClientEntry(
                    server(i % SERVERS),
                    ClientId.subsystem(member(i / SUBSYSTEMS), "subsystem" + i % SUBSYSTEMS),
                    true));
        }
        return all;
    }

    /** As the register itself would store them, in one transaction and many rows at once. */
    private static HistoryHead fill(Jdbi jdbi, List<Registered> entries) {
        return jdbi.inTransaction(handle -> {
            PreparedBatch registered =
                    handle.prepareBatch("INSERT INTO registered (id, kind, name, value) VALUES (?, ?, ?, ?)");
            PreparedBatch needs = handle.prepareBatch("INSERT INTO needs (id, needed) VALUES (?, ?)");
            PreparedBatch history = handle.prepareBatch("INSERT INTO history (sequence, change, time_ms, actor, action,"
                    + " id, kind, name, value_before, value_after, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
            HistoryHead head = HistoryHead.EMPTY;
            for (Registered entry : entries) {
                EntryKey key = entry.key();
                String value = EntryWriter.write(entry);
                StoredRow row = StoredRow.following(head, 1, START, ALICE, Action.INITIALISE, key, "", value);
                head = row.head();
                registered.add(key.id(), key.kind().name(), key.name(), value);
                entry.needs().forEach(needed -> needs.add(key.id(), needed.id()));
                history.add(
                        row.sequence(),
                        row.change(),
                        row.timeMillis(),
                        row.actor(),
                        row.action(),
                        row.id(),
                        row.kind(),
                        row.name(),
                        row.before(),
                        row.after(),
                        row.hash());
            }
            registered.execute();
            needs.execute();
            history.execute();
            handle.createUpdate("UPDATE history_head SET sequence = ?, time_ms = ?, hash = ?")
                    .bind(0, head.sequence())
                    .bind(1, START.toEpochMilli())
                    .bind(2, head.hash())
                    .execute();
            return head;
        });
    }

    private static MemberId member(int number) {
        return new MemberId("TEST", "COM", "m" + number);
    }

    private static SecurityServerId server(int number) {
        return new SecurityServerId(member(number), "ss");
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
