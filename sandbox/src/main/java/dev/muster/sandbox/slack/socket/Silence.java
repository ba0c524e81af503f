package dev.muster.sandbox.slack.socket;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/** Swallows every frame in either direction, whole, so that the connection can be taken up again. */
final class Silence extends ChannelDuplexHandler {

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        ReferenceCountUtil.release(frame);
        context.read();
    }

    @Override
    public void write(ChannelHandlerContext context, Object frame, ChannelPromise promise) {
        ReferenceCountUtil.release(frame);
        promise.setSuccess();
    }
}
