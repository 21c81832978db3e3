package org.ambergate.auditindex;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import javax.sql.DataSource;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditIndexProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/** Audit indexes in SQLite files that their owner alone can read. */
public final class SqliteIndexes implements AuditIndexProvider {
    /** What insertions meet: the newest bucket of hashes, and the ends of the other indices. */
    private static final int WRITER_CACHE_KIB = 16 * 1024;

    private static final int READER_CACHE_KIB = 4 * 1024;

    /** Pages of the write-ahead log after which it is checkpointed and synced: the usual number is 1,000. */
    private static final int CHECKPOINT_PAGES = 4_000;

    private final IndexingLimits limits;
    private final WaitingLimits waiting;

    /** For {@link java.util.ServiceLoader}. */
    public SqliteIndexes() {
        this(IndexingLimits.STANDARD, WaitingLimits.STANDARD);
    }

    SqliteIndexes(IndexingLimits limits, WaitingLimits waiting) {
        this.limits = limits;
        this.waiting = waiting;
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnusableIndexException if there is a file of which nothing can be kept
     */
    @Override
    public AuditIndex open(String file) throws IOException {
        Path path = Path.of(file).toAbsolutePath();
        createOwnerOnly(path);
        try {
            migrate(dataSource(path, WRITER_CACHE_KIB));
            return opened(jdbi(dataSource(path, READER_CACHE_KIB)), jdbi(dataSource(path, WRITER_CACHE_KIB)));
        } catch (JdbiException | FlywayException e) {
            throw UnusableIndexException.of("The audit index " + path + " cannot be opened", e);
        }
    }

    private AuditIndex opened(Jdbi reading, Jdbi writing) {
        Handle writer = writing.open();
        try {
            SecureRandom random = new SecureRandom();
            IndexedLog.begin(writer, random);
            return new SqlAuditIndex(reading, writer, limits, waiting.searchMax(), random);
        } catch (RuntimeException | Error e) {
            writer.close();
            throw e;
        }
    }

    /** SQLite gives its other files the mode of this one. */
    private static void createOwnerOnly(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Another process was faster, and did the same.
            return;
        } catch (UnsupportedOperationException e) {
            throw new IOException("The file system of " + file + " cannot close a file to others", e);
        }
    }

    /**
     * With a write-ahead log, {@code NORMAL} syncs at checkpoints only, on the thread that fills the index. Without any
     * sync a loss of power could leave a position that is ahead of its entries, and nobody would notice the gap.
     */
    private DataSource dataSource(Path file, int cacheKib) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout((int) waiting.busyMax().toMillis());
        config.setCacheSize(-cacheKib);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        // Each connection belongs to one thread at a time, so SQLite needs no locks around its calls.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        // A file that is gone must not come back by a search, open to others; see above how it is created.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static void migrate(DataSource source) {
        Flyway.configure(SqliteIndexes.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:org/ambergate/auditindex/migration/sqlite")
                // None of them: tables of a later version are not those that the statements here know.
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
    }

    private static Jdbi jdbi(DataSource source) {
        Jdbi jdbi = Jdbi.create(source);
        // Statements are constants; nothing in them is a template.
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        return jdbi;
    }
}
