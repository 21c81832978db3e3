package org.ambergate.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
    private static final String LENGTH = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nA: b\r\n\r\n";

    private final ReplyReader reader = new ReplyReader(bytes("hello"));

    @ParameterizedTest
    @ValueSource(strings = {LENGTH, CHUNKED})
    void aReplyIsWholeHoweverItIsSplit(String reply) {
        for (int split = 1; split < reply.length(); split++) {
            assertThat(read(reply.substring(0, split))).isEqualTo(ReplyReader.Outcome.MORE);
            assertThat(read(reply.substring(split))).isEqualTo(ReplyReader.Outcome.RIGHT);
        }
    }

    @Test
    void oneReplyAfterTheOtherIsRight() {
        assertThat(read(CHUNKED)).isEqualTo(ReplyReader.Outcome.RIGHT);
        assertThat(read(LENGTH)).isEqualTo(ReplyReader.Outcome.RIGHT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 No\r\ncontent-length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhellO",
                "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello!",
                "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
            })
    void anotherStatusOrBodyIsWrongAndTheNextReplyMayBeRight(String reply) {
        assertThat(read(reply)).isEqualTo(ReplyReader.Outcome.WRONG);
        assertThat(read(LENGTH)).isEqualTo(ReplyReader.Outcome.RIGHT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: five\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                LENGTH + "x"
            })
    void whatIsNotAReplyBreaksTheConnection(String reply) {
        assertThat(read(reply)).isEqualTo(ReplyReader.Outcome.BROKEN);
    }

    @Test
    void aLineMayBeAsLongAsTheLimitAndNoLonger() {
        String fits = "X: " + "y".repeat(ReplyReader.LINE_BYTES_MAX - 4);

        assertThat(read("HTTP/1.1 200 OK\r\n" + fits + "\r\n")).isEqualTo(ReplyReader.Outcome.MORE);
        assertThat(read(fits + "y\r\n")).isEqualTo(ReplyReader.Outcome.BROKEN);
    }

    private ReplyReader.Outcome read(String text) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes(text));
        return reader.read(in);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
