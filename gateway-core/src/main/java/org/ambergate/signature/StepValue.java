package org.ambergate.signature;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ambergate.digest.Digest;
import org.ambergate.digest.DigestAlgorithm;
import org.ambergate.digest.Digester;

/**
 * The value of a hash chain step: the digest of the DER {@code DigestList} of its children (evidence specification,
 * section 3.2).
 */
final class StepValue {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0C;
    private static final byte[] NO_TRANSFORMS = {SEQUENCE, 0};

    private StepValue() {}

    static Digest of(DigestAlgorithm algorithm, List<Digest> children) {
        int length = children.stream().mapToInt(StepValue::encodedLength).sum();
        Digester digester = new Digester(algorithm);
        digester.update(header(SEQUENCE, length));
        for (Digest child : children) {
            byte[] uri = uri(child);
            digester.update(header(SEQUENCE, contentLength(child)));
            digester.update(header(OCTET_STRING, child.algorithm().length()));
            digester.update(child.toBytes());
            digester.update(header(UTF8_STRING, uri.length));
            digester.update(uri);
            digester.update(NO_TRANSFORMS);
        }
        return digester.finish();
    }

    private static int encodedLength(Digest child) {
        int content = contentLength(child);
        return header(SEQUENCE, content).length + content;
    }

    private static int contentLength(Digest child) {
        int value = child.algorithm().length();
        int uri = uri(child).length;
        return header(OCTET_STRING, value).length
                + value
                + header(UTF8_STRING, uri).length
                + uri
                + NO_TRANSFORMS.length;
    }

    private static byte[] uri(Digest child) {
        return child.algorithm().uri().getBytes(StandardCharsets.US_ASCII);
    }

    /** Tag and definite minimal length. */
    private static byte[] header(int tag, int length) {
        if (length < 0x80) {
            return new byte[] {(byte) tag, (byte) length};
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        byte[] header = new byte[2 + bytes];
        header[0] = (byte) tag;
        header[1] = (byte) (0x80 | bytes);
        for (int i = 0; i < bytes; i++) {
            header[header.length - 1 - i] = (byte) (length >>> (8 * i));
        }
        return header;
    }
}
