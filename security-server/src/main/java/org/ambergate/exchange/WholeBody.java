package org.ambergate.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.net.BodySource;
import org.ambergate.net.Deadline;

/** A small body read as a whole. */
public final class WholeBody {
    private WholeBody() {}

    /**
     * Reads all of a body.
     *
     * @throws LocalFault {@code invalid_message} if it is longer than {@code bytesMax}
     */
    public static byte[] read(BodySource source, int bytesMax, Deadline deadline) throws LocalFault {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        Optional<ByteBuffer> chunk = source.read(deadline);
        while (chunk.isPresent()) {
            ByteBuffer bytes = chunk.get();
            if (out.size() + bytes.remaining() > bytesMax) {
                throw new LocalFault(MessageFault.INVALID_MESSAGE, "A body is longer than " + bytesMax + " bytes");
            }
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            out.writeBytes(copy);
            chunk = source.read(deadline);
        }
        return out.toByteArray();
    }
}
