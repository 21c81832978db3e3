package org.ambergate.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ClientHello to see whether TLS 1.3 is offered: such clients get the native engine, all others the JDK's,
 * which has X-Road's CBC suites that BoringSSL lacks (transport specification, section 1.1).
 */
final class ClientHelloRouter extends SslClientHelloHandler<Boolean> {
    /** Fields before the session id: legacy version and random (RFC 8446, section 4.1.2). */
    private static final int FIXED_LENGTH = 2 + 32;

    private static final int SUPPORTED_VERSIONS = 43;
    private static final int VERSION_1_3 = 0x0304;

    private final ServerTls tls;

    ClientHelloRouter(ServerTls tls) {
        // an honest hello has two KiB with post-quantum shares
        super(16 * 1024);
        this.tls = tls;
    }

    @Override
    protected Future<Boolean> lookup(ChannelHandlerContext context, @Nullable ByteBuf clientHello) {
        boolean offered = clientHello != null && offersTls13(clientHello);
        return context.executor().newSucceededFuture(offered);
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext context, Future<Boolean> future) throws Exception {
        SslHandler handler = tls.handler(future.getNow(), context.alloc());
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addAfter(context.name(), "tls", handler);
        pipeline.replace(this, "renegotiation", new RenegotiationGuard());
    }

    /** Whether the extension supported_versions lists TLS 1.3; false for anything that is cut short. */
    static boolean offersTls13(ByteBuf hello) {
        int at = hello.readerIndex() + FIXED_LENGTH;
        int end = hello.writerIndex();
        at = at < end ? at + 1 + hello.getUnsignedByte(at) : end;
        at = at + 2 <= end ? at + 2 + hello.getUnsignedShort(at) : end;
        at = at < end ? at + 1 + hello.getUnsignedByte(at) : end;
        at += 2;
        while (at + 4 <= end) {
            int length = hello.getUnsignedShort(at + 2);
            if (hello.getUnsignedShort(at) == SUPPORTED_VERSIONS) {
                return lists(hello, at + 5, Math.min(at + 4 + length, end));
            }
            at += 4 + length;
        }
        return false;
    }

    private static boolean lists(ByteBuf hello, int from, int end) {
        for (int i = from; i + 2 <= end; i += 2) {
            if (hello.getUnsignedShort(i) == VERSION_1_3) {
                return true;
            }
        }
        return false;
    }
}
