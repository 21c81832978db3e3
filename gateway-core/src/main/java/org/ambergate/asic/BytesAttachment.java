package org.ambergate.asic;

import java.io.IOException;
import java.io.OutputStream;

/** An attachment in memory. */
record BytesAttachment(byte[] bytes) implements AsicAttachment {
    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }
}
