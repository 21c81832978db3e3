package org.ambergate.transport;

import java.nio.ByteBuffer;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.RemoteFault;

/**
 * Takes the parts of a message in the order of the wire, which {@link TransportDecoder} has checked. Arrays belong to
 * the callee. Nothing received is the message before {@link TransportDecoder#finish()} has returned. A fault thrown here
 * ends the decoding.
 */
public interface TransportHandler {
    void ocspResponse(byte[] der) throws LocalFault;

    void restRequest(byte[] head) throws LocalFault;

    void restResponse(byte[] head) throws LocalFault;

    void bodyStart() throws LocalFault;

    /** The next bytes of the body: a view of what was fed, valid until this returns. */
    void body(ByteBuffer bytes) throws LocalFault;

    void bodyEnd() throws LocalFault;

    void hashChainResult(byte[] xml) throws LocalFault;

    void hashChain(byte[] xml) throws LocalFault;

    void signature(byte[] xml) throws LocalFault;

    /** The peer gave up; a body that had begun has been ended before. Only in responses. */
    void fault(RemoteFault fault) throws LocalFault;
}
