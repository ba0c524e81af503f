package dev.muster.sandbox.slack.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** While it is on, swallows every frame that arrives, whole, so that the connection can be taken up again. */
final class Silence extends ChannelInboundHandlerAdapter {

    private volatile boolean on;

    void turn(boolean to) {
        on = to;
    }

    boolean isOn() {
        return on;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (on) {
            ReferenceCountUtil.release(frame);
            context.read();
        } else {
            context.fireChannelRead(frame);
        }
    }
}
