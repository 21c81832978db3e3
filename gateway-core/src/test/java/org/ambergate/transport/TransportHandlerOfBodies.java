package org.ambergate.transport;

import java.nio.ByteBuffer;
import org.ambergate.fault.RemoteFault;

/** Looks at the bytes of bodies and at nothing else. */
final class TransportHandlerOfBodies implements TransportHandler {
    /** Takes the next bytes of a body. */
    interface Bytes {
        void accept(ByteBuffer bytes);
    }

    private final Bytes bytes;

    TransportHandlerOfBodies(Bytes bytes) {
        this.bytes = bytes;
    }

    @Override
    public void body(ByteBuffer body) {
        bytes.accept(body);
    }

    @Override
    public void ocspResponse(byte[] der) {}

    @Override
    public void restRequest(byte[] head) {}

    @Override
    public void restResponse(byte[] head) {}

    @Override
    public void bodyStart() {}

    @Override
    public void bodyEnd() {}

    @Override
    public void hashChainResult(byte[] xml) {}

    @Override
    public void hashChain(byte[] xml) {}

    @Override
    public void signature(byte[] xml) {}

    @Override
    public void fault(RemoteFault fault) {}
}
