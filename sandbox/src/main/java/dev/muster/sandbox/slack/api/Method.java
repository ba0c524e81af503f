package dev.muster.sandbox.slack.api;

import dev.muster.sandbox.emulator.Limit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One method of the Web API.
 *
 * @param limit how often it may be called, or null for as often as one likes
 * @param callers whose tokens may call it
 * @param effect does what is asked and words the answer, but for {@code ok}
 */
record Method(
        String name,
        @Nullable Limit limit,
        Set<Caller.Kind> callers,
        BiFunction<Caller, Arguments, ObjectNode> effect) {

    /** For bots and legacy tokens. */
    static Method of(String name, @Nullable Tier tier, BiFunction<Caller, Arguments, ObjectNode> effect) {
        return new Method(name, limit(name, tier), EnumSet.of(Caller.Kind.BOT, Caller.Kind.LEGACY), effect);
    }

    /** For bots alone. */
    static Method ofBots(String name, @Nullable Tier tier, BiFunction<Caller, Arguments, ObjectNode> effect) {
        return new Method(name, limit(name, tier), EnumSet.of(Caller.Kind.BOT), effect);
    }

    /** For the holders of some kinds of token. */
    Method allowing(Set<Caller.Kind> kinds) {
        return new Method(name, limit, kinds, effect);
    }

    /** With a limit of its own. */
    Method limited(int requests, int seconds) {
        return new Method(name, new Limit(name, requests, seconds), callers, effect);
    }

    private static @Nullable Limit limit(String name, @Nullable Tier tier) {
        return Optional.ofNullable(tier)
                .map(known -> new Limit(name, known.perMinute(), 60))
                .orElse(null);
    }
}
