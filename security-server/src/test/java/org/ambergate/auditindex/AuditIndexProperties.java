package org.ambergate.auditindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditRecord;
import org.ambergate.audit.AuditScope;
import org.ambergate.testsupport.DiskLog;

/** The index against the model, over random logs and queries. */
class AuditIndexProperties {
    private static final UUID LOG_ID = new UUID(7, 8);

    /** So small that each is passed many times, and that most hashes are those of several texts. */
    private static final IndexingLimits SMALL = new IndexingLimits(7, 4_000, 2, 16, 3);

    @Property(tries = 12)
    void itFindsWhatTheModelFinds(@ForAll long seed) throws Exception {
        inDirectory(directory -> {
            RandomLog random = new RandomLog(seed);
            try (DiskLog log = new DiskLog(Files.createDirectory(directory.resolve("log")), LOG_ID);
                    AuditIndex index = open(directory.resolve("index"))) {
                random.append(log, 150);
                index.catchUp(log.source(), p -> {});
                AuditModel model = new AuditModel(log.written());
                for (int i = 0; i < 60; i++) {
                    AuditQuery query = random.query();
                    AuditScope scope = random.scope();
                    assertThat(index.search(query, scope, Optional.empty(), 1_000)
                                    .records())
                            .as(query + " in " + scope)
                            .isEqualTo(model.search(query, scope));
                }
            }
        });
    }

    @Property(tries = 12)
    void followingALogThatGrowsGivesWhatReadingItAtOnceGives(@ForAll long seed) throws Exception {
        inDirectory(directory -> {
            RandomLog random = new RandomLog(seed);
            Path file = directory.resolve("index");
            try (DiskLog log = new DiskLog(Files.createDirectory(directory.resolve("log")), LOG_ID)) {
                for (int step = 0; step < 6; step++) {
                    random.append(log, 20);
                    try (AuditIndex index = open(file)) {
                        index.catchUp(log.source(), p -> {});
                    }
                }
                try (AuditIndex followed = open(file);
                        AuditIndex fresh = open(directory.resolve("fresh"))) {
                    fresh.catchUp(log.source(), p -> {});
                    assertThat(everything(followed))
                            .isEqualTo(everything(fresh))
                            .isNotEmpty();
                    assertThat(followed.progress()).isEqualTo(fresh.progress());
                }
            }
        });
    }

    /** What a kill leaves is the files as they are; here they are copied after each batch, and each copy goes on. */
    @Property(tries = 4)
    void afterAKillBetweenAnyTwoBatchesItGoesOnToTheSameEnd(@ForAll long seed) throws Exception {
        inDirectory(directory -> {
            try (DiskLog log = new DiskLog(Files.createDirectory(directory.resolve("log")), LOG_ID);
                    AuditIndex index = open(directory.resolve("index"))) {
                new RandomLog(seed).append(log, 100);
                List<Path> copies = new ArrayList<>();
                index.catchUp(log.source(), p -> copies.add(copy(directory, copies.size())));
                List<AuditRecord> expected = everything(index);
                assertThat(copies).hasSizeGreaterThan(3);
                for (Path copy : copies) {
                    try (AuditIndex resumed = open(copy)) {
                        resumed.catchUp(log.source(), p -> {});
                        assertThat(everything(resumed)).isEqualTo(expected);
                    }
                }
            }
        });
    }

    @Property(tries = 12)
    void pagesShowEachRecordOnceWhileOthersAreLogged(@ForAll long seed) throws Exception {
        inDirectory(directory -> {
            RandomLog random = new RandomLog(seed);
            Random sizes = new Random(seed);
            try (DiskLog log = new DiskLog(Files.createDirectory(directory.resolve("log")), LOG_ID);
                    AuditIndex index = open(directory.resolve("index"))) {
                random.append(log, 120);
                index.catchUp(log.source(), p -> {});
                AuditQuery query = sizes.nextBoolean() ? random.query() : AuditQuery.everything();
                AuditScope scope = random.scope();
                List<Long> expected = sequences(new AuditModel(log.written()).search(query, scope));
                List<Long> seen = new ArrayList<>();
                Optional<String> cursor = Optional.empty();
                do {
                    AuditPage page = index.search(query, scope, cursor, 1 + sizes.nextInt(4));
                    seen.addAll(sequences(page.records()));
                    cursor = page.next();
                    log.response(DiskLog.exchange("late"), DiskLog.TIME.plusMillis(sizes.nextInt(40)));
                    log.commit();
                    index.catchUp(log.source(), p -> {});
                } while (cursor.isPresent());
                assertThat(seen).isEqualTo(expected);
            }
        });
    }

    private interface Trial {
        void run(Path directory) throws Exception;
    }

    private static void inDirectory(Trial trial) throws Exception {
        Path directory = Files.createTempDirectory("audit-index");
        try {
            trial.run(directory);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static AuditIndex open(Path file) throws IOException {
        return new SqliteIndexes(SMALL, WaitingLimits.STANDARD).open(file.toString());
    }

    private static Path copy(Path directory, int number) {
        Path copy = directory.resolve("copy-" + number);
        try {
            Files.copy(directory.resolve("index"), copy);
            Files.copy(directory.resolve("index-wal"), directory.resolve("copy-" + number + "-wal"));
            return copy;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<AuditRecord> everything(AuditIndex index) throws Exception {
        return index.search(AuditQuery.everything(), AuditScope.all(), Optional.empty(), 1_000)
                .records();
    }

    private static List<Long> sequences(List<AuditRecord> records) {
        return records.stream().map(AuditRecord::sequence).toList();
    }
}
