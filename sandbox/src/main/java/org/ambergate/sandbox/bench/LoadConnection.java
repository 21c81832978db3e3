package org.ambergate.sandbox.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** One connection of the load: sends, waits for the whole reply, sends again. One event loop. */
// How a write or a close ends is seen by the channel's own callbacks; its future says nothing more.
@SuppressWarnings("FutureReturnValueIgnored")
final class LoadConnection extends ChannelInboundHandlerAdapter {
    private final ByteBuf request;
    private final ReplyReader replies;
    private final LoadCounts counts;
    private boolean waiting;
    private long sentAt;

    LoadConnection(ByteBuf request, byte[] expectedBody, LoadCounts counts) {
        this.request = request;
        this.replies = new ReplyReader(expectedBody);
        this.counts = counts;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        next(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            read(context, in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (waiting) {
            waiting = false;
            counts.wrong();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Counted in channelInactive if a reply was due.
        context.close();
    }

    private void read(ChannelHandlerContext context, ByteBuf in) {
        if (!waiting) {
            counts.wrong();
            context.close();
            return;
        }
        switch (replies.read(in)) {
            case MORE -> {
                // The rest comes with a later read.
            }
            case RIGHT -> {
                counts.right(System.nanoTime() - sentAt);
                next(context);
            }
            case WRONG -> {
                counts.wrong();
                next(context);
            }
            case BROKEN -> context.close();
        }
    }

    private void next(ChannelHandlerContext context) {
        waiting = !counts.isStopping();
        if (!waiting) {
            context.close();
            return;
        }
        sentAt = System.nanoTime();
        context.writeAndFlush(request.retainedDuplicate(), context.voidPromise());
    }
}
