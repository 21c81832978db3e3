package org.ambergate.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Closes a connection whose peer begins a second handshake (threat T-54). The JDK's engine would go along and has only a
 * system property against it. Looks at the type of each TLS record: after ChangeCipherSpec comes one handshake record,
 * Finished, and never another one (RFC 5246, section 7.1). In TLS 1.3 later handshake messages look like data.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {
    private static final int HEADER_LENGTH = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    private boolean changed;
    private boolean finished;
    private int headerRead;
    private int recordLeft;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = (ByteBuf) message;
        if (isRenegotiation(data)) {
            data.release();
            Closing.now(context.channel());
        } else {
            context.fireChannelRead(data);
        }
    }

    private boolean isRenegotiation(ByteBuf data) {
        int at = data.readerIndex();
        while (at < data.writerIndex()) {
            if (headerRead == HEADER_LENGTH) {
                int passed = Math.min(recordLeft, data.writerIndex() - at);
                at += passed;
                recordLeft -= passed;
                headerRead = recordLeft == 0 ? 0 : headerRead;
            } else if (header(data.getUnsignedByte(at++))) {
                return true;
            }
        }
        return false;
    }

    /** Takes a byte of a record's header: type, version, length. */
    private boolean header(int b) {
        if (headerRead == 0 && refused(b)) {
            return true;
        }
        if (headerRead == HEADER_LENGTH - 2) {
            recordLeft = b << 8;
        } else if (headerRead == HEADER_LENGTH - 1) {
            recordLeft |= b;
        }
        headerRead++;
        if (headerRead == HEADER_LENGTH && recordLeft == 0) {
            headerRead = 0;
        }
        return false;
    }

    private boolean refused(int type) {
        if (type == HANDSHAKE && finished) {
            return true;
        }
        finished |= type == HANDSHAKE && changed;
        changed |= type == CHANGE_CIPHER_SPEC;
        return false;
    }
}
