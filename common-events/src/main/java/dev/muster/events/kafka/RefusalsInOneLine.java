package dev.muster.events.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** Says in a line what is refused to a listener, where spring-kafka has a stack trace for it every few seconds. */
final class RefusalsInOneLine extends TurboFilter {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(RefusalsInOneLine.class);

    /** From now on, once. */
    static void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getTurboFilterList().stream().noneMatch(RefusalsInOneLine.class::isInstance)) {
            context.addTurboFilter(new RefusalsInOneLine());
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        if (failure == null || !logger.getName().equals(KafkaMessageListenerContainer.class.getName())) {
            return FilterReply.NEUTRAL;
        }
        var refusal = Refusal.behind(failure);
        refusal.ifPresent(it -> log.warn(Refusal.told(it)));
        return refusal.isPresent() ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
