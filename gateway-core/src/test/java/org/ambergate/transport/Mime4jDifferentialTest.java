package org.ambergate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.ambergate.fault.LocalFault;
import org.ambergate.testsupport.DecodedMessage;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Against Apache James Mime4j, the reader inside X-Road: whatever our decoder takes, that reader sees as the same parts
 * with the same bytes (threat T-25). Refusing more is the point; reading differently would be a hole.
 */
class Mime4jDifferentialTest {
    private static final String BOUNDARY = "xtopBoundary";
    private static final String CONTENT_TYPE = "multipart/mixed; charset=UTF-8; boundary=" + BOUNDARY;

    private static final List<String> ENDS_OF_LINE = List.of("\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", " \r\n", "");

    private static final List<String> CONTENT = List.of(
            "",
            "x",
            "head",
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "--",
            "--" + BOUNDARY,
            "\r\n--",
            "\n--",
            "\r\n--xtop",
            "\r\n--" + BOUNDARY,
            "\n--" + BOUNDARY,
            "\r\n--" + BOUNDARY + "--",
            "\n--" + BOUNDARY + "--",
            "x--" + BOUNDARY,
            "\r\n--" + BOUNDARY + "X",
            "\r\n-- " + BOUNDARY,
            "\r--" + BOUNDARY,
            "=20=\r\n",
            "aGVhZA==",
            "\u0000",
            "\u00FF",
            "content-type: text/plain\r\n\r\n",
            ".\r\n",
            "From x\r\n");

    private static final List<String> HEADERS = List.of(
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "content-transfer-encoding: base64\r\n",
            "content-length: 1\r\n",
            "x: y\r\n",
            " folded\r\n",
            "\t\r\n",
            "content-type: text/plain\r\n",
            "x\r\n");

    private static final List<String> TYPE_LINES = List.of(
            "content-type: %s",
            "content-type: %s",
            "content-type: %s",
            "content-type: %s",
            "Content-Type: %s",
            "CONTENT-TYPE:%s",
            "content-type:  %s ",
            "content-type: %s; a=b",
            "content-type: %s;",
            "content-type:\t%s",
            "content-type : %s",
            "content-type: \r\n %s",
            "content-type:",
            "x");

    private int taken;

    @Test
    void whatIsTakenHasTheSamePartsForBothReaders() {
        compare(20_000, 1);
        assertThat(taken).as("messages that were taken").isGreaterThan(2_000);
    }

    @Test
    @Tag("slow")
    void whatIsTakenHasTheSamePartsForBothReadersInAMillionMessages() {
        compare(1_000_000, 2);
    }

    private void compare(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            // Oddities per message: from none, so that tricky contents are reached, to one in three places.
            int odds = List.of(1_000, 40, 12, 3).get(random.nextInt(4));
            byte[] message = message(random, odds).getBytes(StandardCharsets.ISO_8859_1);
            List<DecodedMessage.Part> ours;
            try {
                ours = DecodedMessage.decode(Direction.REQUEST, CONTENT_TYPE, pieces(message, random))
                        .parts();
            } catch (LocalFault e) {
                continue;
            }
            taken++;
            List<Seen> theirs = mime4j(message);
            if (!agree(ours, theirs)) {
                assertThat(theirs)
                        .as(new String(message, StandardCharsets.ISO_8859_1))
                        .isNull();
            }
        }
    }

    private static List<ByteBuffer> pieces(byte[] message, SplittableRandom random) {
        int longest = random.nextBoolean() ? message.length : 1 + random.nextInt(40);
        List<ByteBuffer> pieces = new ArrayList<>();
        int from = 0;
        while (from < message.length) {
            int length = Math.min(message.length - from, 1 + random.nextInt(longest));
            pieces.add(ByteBuffer.wrap(message, from, length));
            from += length;
        }
        return pieces;
    }

    private record Seen(String contentType, byte[] content) {}

    private static boolean agree(List<DecodedMessage.Part> ours, List<Seen> theirs) {
        if (ours.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < ours.size(); i++) {
            String type = PartType.base(ours.get(i).type().contentType());
            if (!type.equals(theirs.get(i).contentType())
                    || !Arrays.equals(ours.get(i).content(), theirs.get(i).content())) {
                return false;
            }
        }
        return true;
    }

    private static List<Seen> mime4j(byte[] message) {
        List<Seen> parts = new ArrayList<>();
        MimeConfig config = MimeConfig.custom().setHeadlessParsing(CONTENT_TYPE).build();
        MimeStreamParser parser = new MimeStreamParser(config);
        parser.setContentDecoding(false);
        parser.setContentHandler(new AbstractContentHandler() {
            @Override
            public void body(BodyDescriptor descriptor, InputStream content) throws IOException {
                parts.add(new Seen(descriptor.getMimeType(), content.readAllBytes()));
            }
        });
        try {
            parser.parse(new ByteArrayInputStream(message));
        } catch (MimeException | IOException e) {
            throw new AssertionError("Mime4j refuses what we take", e);
        }
        return parts;
    }

    private static String message(SplittableRandom random, int odds) {
        List<PartType> types = types(random, odds);
        StringBuilder out = new StringBuilder(isOdd(random, odds) ? pick(CONTENT, random) : "");
        for (int i = 0; i < types.size(); i++) {
            out.append(i == 0 ? "" : endOfLine(random, odds)).append("--").append(BOUNDARY);
            out.append(endOfLine(random, odds));
            out.append(isOdd(random, odds) ? pick(HEADERS, random) : "");
            String line = isOdd(random, odds) ? pick(TYPE_LINES, random) : TYPE_LINES.get(0);
            out.append(line.replace("%s", types.get(i).contentType())).append(endOfLine(random, odds));
            out.append(isOdd(random, odds) ? pick(HEADERS, random) : "");
            out.append(endOfLine(random, odds));
            int pieces = random.nextInt(4);
            for (int piece = 0; piece < pieces; piece++) {
                out.append(pick(CONTENT, random));
            }
        }
        out.append(endOfLine(random, odds)).append("--").append(BOUNDARY).append("--");
        out.append(endOfLine(random, odds));
        return out.append(isOdd(random, odds) ? pick(CONTENT, random) : "").toString();
    }

    private static List<PartType> types(SplittableRandom random, int odds) {
        List<PartType> types = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            types.add(PartType.OCSP_RESPONSE);
        }
        types.add(PartType.REST_REQUEST);
        if (random.nextBoolean()) {
            types.add(PartType.REST_BODY);
        }
        if (random.nextBoolean()) {
            types.addAll(List.of(PartType.HASH_CHAIN_RESULT, PartType.HASH_CHAIN));
        }
        types.add(PartType.SIGNATURE);
        if (isOdd(random, odds)) {
            types.add(random.nextInt(types.size()), pick(List.of(PartType.values()), random));
        }
        return types;
    }

    private static String endOfLine(SplittableRandom random, int odds) {
        return isOdd(random, odds) ? pick(ENDS_OF_LINE, random) : "\r\n";
    }

    private static boolean isOdd(SplittableRandom random, int odds) {
        return random.nextInt(odds) == 0;
    }

    private static <T> T pick(List<T> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
