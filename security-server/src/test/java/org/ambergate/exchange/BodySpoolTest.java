package org.ambergate.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodySpoolTest {
    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                4096,
                BodySpool.MEMORY_BYTES_MAX - 1,
                BodySpool.MEMORY_BYTES_MAX,
                BodySpool.MEMORY_BYTES_MAX + 1,
                1_000_000
            })
    void whatWasWrittenIsReadAgainAnyNumberOfTimes(int length) throws Exception {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        try (BodySpool spool = new BodySpool(directory)) {
            writeInPieces(spool, body, 1777);

            assertThat(spool.length()).isEqualTo(length);
            assertThat(read(spool)).isEqualTo(body);
            assertThat(read(spool)).isEqualTo(body);
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            spool.writeTo(Channels.newChannel(copy));
            assertThat(copy.toByteArray()).isEqualTo(body);
        }
    }

    @Test
    void theTemporaryFileHasNoNameThatOutlivesTheProcess() throws Exception {
        try (BodySpool spool = new BodySpool(directory)) {
            writeInPieces(spool, new byte[BodySpool.MEMORY_BYTES_MAX + 1], 8192);

            try (var files = Files.list(directory)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void aMissingSpoolDirectoryIsAnIoErrorThatNamesNoPath() {
        try (BodySpool spool = new BodySpool(directory.resolve("gone"))) {
            assertThatThrownBy(() -> writeInPieces(spool, new byte[BodySpool.MEMORY_BYTES_MAX + 1], 8192))
                    .isInstanceOfSatisfying(LocalFault.class, fault -> {
                        assertThat(fault.code()).isEqualTo(GeneralFault.IO_ERROR);
                        assertThat(fault.text()).doesNotContain("gone").doesNotContain("/");
                    });
        }
    }

    private static void writeInPieces(BodySpool spool, byte[] body, int piece) throws LocalFault {
        for (int from = 0; from < body.length; from += piece) {
            spool.write(ByteBuffer.wrap(body, from, Math.min(piece, body.length - from)));
        }
    }

    private static byte[] read(BodySpool spool) throws LocalFault {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        spool.read(bytes -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            out.writeBytes(copy);
        });
        return out.toByteArray();
    }
}
