package org.ambergate.sandbox.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Maven {@code ./mvnw} runs, with programs of the test's own in front of the machine's. */
final class MavenWrapperTest {
    private static final Path ROOT = Path.of("..");
    private static final String NO_NETWORK = "exit 6";

    @SuppressWarnings("NullAway.Init")
    private Path programs;

    @SuppressWarnings("NullAway.Init")
    private Path wrapper;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    /** What a run gave: its exit status, and both its outputs. */
    private record Run(int status, String text) {}

    @BeforeEach
    void copy() throws IOException {
        programs = Files.createDirectory(directory.resolve("bin"));
        wrapper = directory.resolve("mvnw");
        Files.copy(ROOT.resolve("mvnw"), wrapper);
        Path properties = Path.of(".mvn", "wrapper", "maven-wrapper.properties");
        Files.createDirectories(directory.resolve(".mvn").resolve("wrapper"));
        Files.copy(ROOT.resolve(properties), directory.resolve(properties));
        program("curl", NO_NETWORK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.6", "3.9.0", "3.10.1", "4.0.0"})
    void anInstalledMavenThatIsNewEnoughIsUsed(String version) throws Exception {
        mavenThatSays("Apache Maven " + version + " (build)");

        assertThat(run()).isEqualTo(new Run(0, "built with verify\n"));
    }

    @Test
    void aMavenThatDoesNotTellItsVersionIsNamedAndNotUsed() throws Exception {
        mavenThatSays("no Java was found");

        Run run = run();

        assertThat(run.text()).contains("bin/mvn does not tell its version").contains("downloading Maven");
        assertThat(run.text()).contains("could not be downloaded").doesNotContain("built");
        assertThat(run.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.5", "3.6.3", "2.0.10"})
    void aMavenThatIsTooOldIsNamedAndNotUsed(String version) throws Exception {
        mavenThatSays("Apache Maven " + version);

        Run run = run();

        assertThat(run.text()).contains("bin/mvn is Maven " + version + ", older than");
        assertThat(run.text()).contains("downloading Maven").doesNotContain("built");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aDownloadWithAnotherDigestIsNotInstalled() throws Exception {
        mavenThatSays("");
        program("curl", "while [ \"$1\" != -o ]; do shift; done\necho forged > \"$2\"");

        Run run = run();

        assertThat(run.text()).contains("does not have the expected SHA-512");
        assertThat(run.status()).isEqualTo(1);
        assertThat(directory.resolve("home")).doesNotExist();
    }

    private void mavenThatSays(String version) throws IOException {
        program("mvn", "if [ \"$1\" = --version ]; then echo '" + version + "'; else echo \"built with $*\"; fi");
    }

    private void program(String name, String script) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Run run() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", wrapper.toString(), "verify").redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", programs + ":/usr/bin:/bin");
        environment.put("MAVEN_USER_HOME", directory.resolve("home").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), text);
    }
}
