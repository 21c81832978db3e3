package org.ambergate.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

    private Path file(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("pin"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
