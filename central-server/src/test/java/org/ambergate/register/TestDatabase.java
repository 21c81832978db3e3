package org.ambergate.register;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * The databases that every test of the register runs on. PostgreSQL is a real server on loopback from the binaries that
 * the build downloads; it refuses to run as root, so that for root it is started in a user namespace of its own. Where it
 * cannot be started, the tests fail.
 */
enum TestDatabase {
    SQLITE {
        @Override
        String create(Path directory) {
            return directory.resolve(UUID.randomUUID() + ".db").toString();
        }

        @Override
        void openHistory(Jdbi jdbi) {
            jdbi.useHandle(handle -> {
                handle.execute("DROP TRIGGER history_is_not_altered");
                handle.execute("DROP TRIGGER history_is_not_shortened");
            });
        }

        @Override
        void refuseGroups(Jdbi jdbi) {
            jdbi.useHandle(handle -> handle.createUpdate("CREATE TRIGGER refuse_groups BEFORE INSERT ON registered"
                            + " WHEN NEW.kind = 'GROUP_MEMBER' BEGIN SELECT RAISE(ABORT, 'no'); END")
                    .execute());
        }
    },
    POSTGRESQL {
        @Override
        String create(Path directory) {
            String name = "r" + UUID.randomUUID().toString().replace("-", "");
            jdbi(Server.STARTED.getJdbcUrl("postgres", "postgres"))
                    .useHandle(handle -> handle.execute("CREATE DATABASE " + name));
            return Server.STARTED.getJdbcUrl("postgres", name);
        }

        @Override
        void openHistory(Jdbi jdbi) {
            jdbi.useHandle(handle -> handle.execute("ALTER TABLE history DISABLE TRIGGER ALL"));
        }

        @Override
        void refuseGroups(Jdbi jdbi) {
            jdbi.useHandle(handle -> handle.execute(
                    "ALTER TABLE registered ADD CONSTRAINT refuse_groups CHECK (kind <> 'GROUP_MEMBER') NOT VALID"));
        }
    };

    /** What a {@link Register} is opened with: an empty database. */
    abstract String create(Path directory);

    /** What somebody who owns the database can do: take away what keeps the history from being altered. */
    abstract void openHistory(Jdbi jdbi);

    /** Makes the database fail when a member of a group is added. */
    abstract void refuseGroups(Jdbi jdbi);

    /** The same database without the register. */
    static Jdbi jdbi(String setting) {
        Jdbi jdbi = Jdbi.create(setting.startsWith("jdbc:") ? setting : "jdbc:sqlite:" + setting);
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        return jdbi;
    }

    private static final class Server {
        private static final EmbeddedPostgres STARTED = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL could not be started", e);
            }
        }
    }
}
