package org.ambergate.register;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database of a register: an SQLite file that its owner alone can read, or PostgreSQL. Which one it is decides this
 * class alone; every statement is the same for both.
 */
final class RegisterDatabase implements AutoCloseable {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** Longest wait for another process that makes a change, or for PostgreSQL. */
    private static final int WAIT_SECONDS_MAX = 30;

    private final Jdbi jdbi;
    private final TransactionIsolationLevel reading;
    /** SQLite tidies its write-ahead log away when the last connection ends; this one makes that once, not each time. */
    private final Optional<Handle> held;

    private RegisterDatabase(Jdbi jdbi, TransactionIsolationLevel reading, Optional<Handle> held) {
        this.jdbi = jdbi;
        this.reading = reading;
        this.held = held;
    }

    /**
     * Opens a database and brings its tables up to date.
     *
     * @param setting a URL that begins with {@code jdbc:postgresql:}, else the path of an SQLite file
     * @throws IOException if it cannot be opened; the text does not repeat the setting, which may hold a password
     */
    static RegisterDatabase open(String setting) throws IOException {
        boolean postgresql = setting.startsWith(POSTGRESQL);
        try {
            DataSource source = postgresql ? postgresql(setting) : sqlite(Path.of(setting));
            migrate(source, postgresql ? "postgresql" : "sqlite");
            Jdbi jdbi = jdbi(source);
            return postgresql
                    ? new RegisterDatabase(jdbi, TransactionIsolationLevel.REPEATABLE_READ, Optional.empty())
                    : new RegisterDatabase(jdbi, TransactionIsolationLevel.SERIALIZABLE, Optional.of(jdbi.open()));
        } catch (JdbiException | FlywayException | IllegalArgumentException e) {
            throw new IOException("The register's database cannot be opened", e);
        }
    }

    /** Asks in a transaction, so that several statements see one moment. */
    <T, X extends Exception> T read(HandleCallback<T, X> question) throws IOException, X {
        try {
            return jdbi.inTransaction(reading, question);
        } catch (JdbiException | DamagedRegisterException e) {
            throw new IOException("The register could not be read", e);
        }
    }

    /**
     * Makes a change, durable when this returns, or leaves no trace of it.
     *
     * @throws IOException if the database fails; if it failed while it confirmed the change, nobody knows whether it was
     *     made before the history is read
     */
    <T, X extends Exception> T write(HandleCallback<T, X> change) throws IOException, X {
        try {
            return jdbi.inTransaction(change);
        } catch (JdbiException | DamagedRegisterException e) {
            throw new IOException("The register could not be changed", e);
        }
    }

    @Override
    public void close() {
        held.ifPresent(Handle::close);
    }

    private static DataSource postgresql(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setApplicationName("ambergate-register");
        source.setLoginTimeout(WAIT_SECONDS_MAX);
        // Longer than the database itself waits for a lock or works on a statement.
        source.setSocketTimeout(2 * WAIT_SECONDS_MAX);
        source.setOptions("-c lock_timeout=" + WAIT_SECONDS_MAX + "s -c statement_timeout=" + WAIT_SECONDS_MAX + "s");
        return source;
    }

    /** Each change is synced: what an operator was told is done must not vanish with the power. */
    private static DataSource sqlite(Path file) throws IOException {
        createOwnerOnly(file.toAbsolutePath());
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(WAIT_SECONDS_MAX * 1_000);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
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

    private static void migrate(DataSource source, String dialect) {
        Flyway.configure(RegisterDatabase.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:org/ambergate/register/migration/" + dialect)
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
