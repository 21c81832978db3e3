package org.ambergate.asic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.ambergate.testsupport.Evidence;
import org.junit.jupiter.api.Test;

/** Attachments that are read from somewhere while the container is written. */
final class StreamedAttachmentTest {
    private final Evidence evidence = new Evidence();

    @Test
    void anAttachmentThatChangesBetweenItsTwoReadingsEndsTheWriting() {
        AtomicInteger readings = new AtomicInteger();

        assertThatThrownBy(() -> write(2, out -> out.write(new byte[] {1, (byte) readings.incrementAndGet()})))
                .isInstanceOf(IOException.class);
        assertThat(readings).hasValue(2);
    }

    @Test
    void anAttachmentOfAnotherLengthThanAnnouncedEndsTheWriting() {
        assertThatThrownBy(() -> write(3, out -> out.write(new byte[2]))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> write(1, out -> out.write(new byte[2]))).isInstanceOf(IOException.class);
    }

    @Test
    void theStreamStaysOpenAndHasTheSameBytesAsMemory() throws Exception {
        AsicContent content = evidence.withBody();
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new IllegalStateException("It was closed");
            }
        };

        AsicWriter.write(content, Evidence.SIGNED, out);

        assertThat(out.toByteArray()).isEqualTo(AsicWriter.write(content, Evidence.SIGNED));
    }

    private interface Bytes {
        void writeTo(OutputStream out) throws IOException;
    }

    private void write(long length, Bytes bytes) throws Exception {
        AsicContent content = evidence.plain();
        AsicAttachment attachment = new AsicAttachment() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                bytes.writeTo(out);
            }
        };
        AsicWriter.write(
                new AsicContent(content.message(), List.of(attachment), content.signature(), content.timestamp()),
                Evidence.SIGNED,
                new ByteArrayOutputStream());
    }
}
