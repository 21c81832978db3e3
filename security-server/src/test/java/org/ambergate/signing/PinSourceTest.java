package org.ambergate.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinSourceTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"Secret 1234", "Secret 1234\n", "Secret 1234\r\n", "Secret 1234\nsecond line"})
    void theFirstLineOfAFileIsThePin(String content) throws Exception {
        Path file = file(content, "rw-------");
        assertThat(PinSource.file(file).read()).isEqualTo("Secret 1234".toCharArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void aPinFileThatOthersCanAccessIsRefusedWithTheRemedy(String mode) throws Exception {
        Path file = file("Secret-canary", mode);
        assertThatThrownBy(() -> PinSource.file(file).read())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("chmod 600 " + file)
                .hasMessageNotContaining("canary");
    }

    @Test
    void aMissingPinFileIsNamed() {
        Path file = directory.resolve("absent");
        assertThatThrownBy(() -> PinSource.file(file).read()).hasMessageContaining(file.toString());
    }

    @Test
    void theEnvironmentGivesThePin() throws Exception {
        assertThat(PinSource.environment(Map.of("PIN", "1234"), "PIN").read()).isEqualTo("1234".toCharArray());
    }

    @Test
    void aMissingVariableIsNamed() {
        assertThatThrownBy(
                        () -> PinSource.environment(Map.of(), "AMBERGATE_PIN").read())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("AMBERGATE_PIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pässword-canary", "tab\tcanary"})
    void aPinThatThePlatformCannotUseIsRefusedWithoutShowingIt(String pin) {
        assertThatThrownBy(
                        () -> PinSource.environment(Map.of("PIN", pin), "PIN").read())
                .isInstanceOf(TokenException.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void theLongestPinIsTakenAndALongerOneRefused() throws Exception {
        String longest = "x".repeat(PinSource.PIN_CHARS_MAX);
        assertThat(PinSource.environment(Map.of("PIN", longest), "PIN").read()).hasSize(PinSource.PIN_CHARS_MAX);
        assertThatThrownBy(() -> PinSource.environment(Map.of("PIN", longest + "x"), "PIN")
                        .read())
                .isInstanceOf(TokenException.class);
    }

    // ---- the prompt, in a process of its own: with a terminal, which script(1) makes, and without one

    @Test
    void thePromptTakesThePinWithoutShowingIt() throws Exception {
        String terminal = askAtATerminal("Secret canary 1\n");

        assertThat(terminal).contains("PIN? ").contains("the PIN has 15 characters, sum 1365");
        assertThat(terminal).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "p\u00e4ssword-canary\n", "\u0004"})
    void atThePromptTooAPinThatThePlatformCannotUseIsRefusedWithoutShowingIt(String typed) throws Exception {
        String terminal = askAtATerminal(typed);

        assertThat(terminal).contains("refused: ").doesNotContain("canary").doesNotContain("the PIN has");
    }

    @Test
    void withoutATerminalThePromptNamesTheOtherWays() throws Exception {
        Process process = new ProcessBuilder(PromptChild.command()).start();
        process.getOutputStream().close();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output).contains("refused: There is no terminal").contains("file or environment variable");
    }

    /** All that the terminal shows from the question on; the answer is typed once the question stands there. */
    private static String askAtATerminal(String typed) throws Exception {
        Path script = Path.of("/usr/bin/script");
        assumeTrue(Files.isExecutable(script));
        Process process = new ProcessBuilder(
                        script.toString(), "-qec", String.join(" ", PromptChild.command()), "/dev/null")
                .start();
        StringBuilder shown = new StringBuilder();
        try (Reader terminal = process.inputReader(StandardCharsets.UTF_8)) {
            boolean answered = false;
            for (int c = terminal.read(); c >= 0; c = terminal.read()) {
                shown.append((char) c);
                if (!answered && shown.indexOf("PIN? ") >= 0) {
                    answered = true;
                    process.getOutputStream().write(typed.getBytes(StandardCharsets.UTF_8));
                    process.getOutputStream().flush();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        return shown.toString();
    }

    private Path file(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("pin"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
