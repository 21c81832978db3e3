package org.ambergate.securityserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ambergate.config.SettingsException;
import org.ambergate.identifier.ClientId;
import org.ambergate.serverconf.ServerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a services file takes effect. */
final class ServicesFileWatchTest {
    private static final ClientId FIRST = ClientId.parse("DEV/ORG/1111/FIRST");
    private static final ClientId SECOND = ClientId.parse("DEV/ORG/1111/SECOND");

    private final List<ServerConfiguration> inEffect = new ArrayList<>();

    @TempDir
    private Path directory = Path.of("");

    private Instant changed = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aChangeTakesEffectOnce() throws Exception {
        write(clients(FIRST));
        try (ServicesFileWatch watch = new ServicesFileWatch(file())) {
            ServerConfiguration first = watch.read();
            watch.look(inEffect::add);
            assertThat(inEffect).isEmpty();

            write(clients(FIRST, SECOND));
            watch.look(inEffect::add);
            watch.look(inEffect::add);

            assertThat(first.client(SECOND)).isEmpty();
            assertThat(inEffect)
                    .singleElement()
                    .satisfies(now -> assertThat(now.client(SECOND)).isPresent());
        }
    }

    /** However long the server takes from its first reading to its first look. */
    @Test
    void aChangeBetweenTheFirstReadingAndTheFirstLookIsNotMissed() throws Exception {
        write(clients(FIRST));
        try (ServicesFileWatch watch = new ServicesFileWatch(file())) {
            ServerConfiguration first = watch.read();
            write(clients(SECOND));

            watch.look(inEffect::add);

            assertThat(first.client(FIRST)).isPresent();
            assertThat(inEffect)
                    .singleElement()
                    .satisfies(now -> assertThat(now.client(FIRST)).isEmpty());
        }
    }

    @Test
    void aFileWithAnErrorLeavesTheLastVersionInEffectUntilItIsMended() throws Exception {
        write(clients(FIRST));
        try (ServicesFileWatch watch = new ServicesFileWatch(file())) {
            ServerConfiguration unused = watch.read();
            write("clients: [{id: nobody}]");
            watch.look(inEffect::add);
            Files.delete(file());
            watch.look(inEffect::add);
            assertThat(inEffect).isEmpty();

            write(clients(SECOND));
            watch.look(inEffect::add);
            assertThat(inEffect).hasSize(1);
        }
    }

    @Test
    void aServerDoesNotStartWithAFileThatHasAnError() throws Exception {
        write("clients: [{id: nobody}]");

        try (ServicesFileWatch watch = new ServicesFileWatch(file())) {
            assertThatThrownBy(watch::read).isInstanceOf(SettingsException.class);
        }
    }

    private Path file() {
        return directory.resolve("services.yaml");
    }

    private void write(String yaml) throws Exception {
        Files.writeString(file(), yaml);
        changed = changed.plusSeconds(1);
        Files.setLastModifiedTime(file(), FileTime.from(changed));
    }

    private static String clients(ClientId... ids) {
        StringBuilder yaml = new StringBuilder("clients:\n");
        for (ClientId id : ids) {
            yaml.append("  - id: ").append(id.encoded()).append('\n');
        }
        return yaml.toString();
    }
}
