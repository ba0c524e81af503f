package dev.muster.standup.tables;

import dev.muster.events.ChannelRoster;
import dev.muster.events.MemberProfile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Who of a channel is asked. */
final class Members {

    private Members() {}

    /**
     * The people in a channel, sorted by id: no bots and no closed accounts. Nothing while somebody there is not known.
     *
     * @param profiles who somebody is, by id, where that is known
     */
    static Optional<List<String>> of(ChannelRoster roster, Function<String, Optional<MemberProfile>> profiles) {
        var known = roster.members().stream()
                .distinct()
                .map(profiles)
                .flatMap(Optional::stream)
                .toList();
        return known.size() < roster.members().stream().distinct().count()
                ? Optional.empty()
                : Optional.of(known.stream()
                        .filter(profile -> !profile.bot() && !profile.deactivated())
                        .map(MemberProfile::userId)
                        .sorted()
                        .toList());
    }
}
