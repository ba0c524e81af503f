package dev.muster.sandbox.slack.control;

import dev.muster.sandbox.emulator.ControlRequest;
import dev.muster.sandbox.emulator.ControlRequest.Refused;
import dev.muster.sandbox.slack.interaction.Events;
import dev.muster.sandbox.slack.workspace.Channel;
import dev.muster.sandbox.slack.workspace.Invitation;
import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Team;
import dev.muster.sandbox.slack.workspace.Workspace;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds and changes members, many at a time, and lets them join and leave channels; apps hear of all of it. */
final class MemberSetup {

    /** An app that is not installed here; a bot that is set up by hand belongs to it. */
    private static final String ELSEWHERE = "A0ELSEWHERE";

    private final Workspace workspace;
    private final Events events;
    private final InstantSource clock;

    MemberSetup(Workspace workspace, Events events, InstantSource clock) {
        this.workspace = workspace;
        this.events = events;
        this.clock = clock;
    }

    /** Sets up all of them, or none where one cannot be. */
    List<Member> put(List<ControlRequest> wanted) {
        var taken =
                new LinkedHashSet<>(workspace.members().stream().map(Member::id).toList());
        var members = new LinkedHashMap<String, Member>();
        var channels = new LinkedHashMap<String, Set<String>>();
        var addresses = new HashSet<String>();
        for (ControlRequest request : wanted) {
            Member member = read(request, taken);
            if (member.email() != null && !addresses.add(member.email().toLowerCase(Locale.ROOT))) {
                throw new Refused(member.email() + " is given twice");
            }
            members.put(member.id(), member);
            List<String> in = channels(request, workspace.member(member.id()).isEmpty() && !member.bot());
            if (in != null) {
                channels.put(member.id(), Set.copyOf(in));
            }
        }
        members.values().forEach(this::keep);
        move(channels);
        return List.copyOf(members.values());
    }

    /** Somebody who was invited comes. */
    Member admit(Invitation invitation) {
        String email = invitation.email();
        String local = email.substring(0, email.indexOf('@')).toLowerCase(Locale.ROOT);
        String name = local.replaceAll("[^a-z0-9._-]", "");
        var member = new Member(
                workspace.freshMember(),
                name.isEmpty() ? "newcomer" : name,
                invitation.name().isEmpty() ? local : invitation.name(),
                "",
                email,
                null,
                "Etc/UTC",
                null,
                false,
                false,
                now());
        keep(member);
        for (String channel : invitation.channels()) {
            workspace
                    .channel(channel)
                    .ifPresent(found -> tellJoined(found.id(), workspace.join(found.id(), List.of(member.id()))));
        }
        return member;
    }

    private void keep(Member member) {
        Optional<Member> earlier = workspace.member(member.id());
        workspace.put(member);
        if (earlier.isEmpty()) {
            events.cameIn(member);
        } else {
            events.changed(member);
        }
    }

    /** Each named member is then in exactly these channels; each channel changes once. */
    private void move(Map<String, Set<String>> wanted) {
        for (Channel channel : workspace.channels()) {
            if (!channel.direct()) {
                var in = new ArrayList<String>();
                var out = new ArrayList<String>();
                wanted.forEach((user, channels) -> (channels.contains(channel.id()) ? in : out).add(user));
                tellJoined(channel.id(), workspace.join(channel.id(), in));
                tellLeft(channel.id(), workspace.leave(channel.id(), out));
            }
        }
    }

    void tellJoined(String channel, List<String> users) {
        workspace.channel(channel).ifPresent(now -> users.forEach(user -> events.joined(now, user)));
    }

    void tellLeft(String channel, List<String> users) {
        workspace.channel(channel).ifPresent(now -> users.forEach(user -> events.left(now, user)));
    }

    private @Nullable List<String> channels(ControlRequest request, boolean newcomer) {
        List<String> channels = request.texts("channels");
        if (channels == null) {
            return newcomer ? List.of(Team.GENERAL) : null;
        }
        for (String channel : channels) {
            if (workspace.channel(channel).filter(found -> !found.direct()).isEmpty()) {
                throw new Refused("there is no channel " + channel);
            }
        }
        return channels;
    }

    private Member read(ControlRequest request, Set<String> taken) {
        request.allowOnly(
                "id",
                "name",
                "real_name",
                "display_name",
                "image_48",
                "tz",
                "deleted",
                "is_bot",
                "is_invited_user",
                "email",
                "channels");
        String given = request.optionalText("id");
        if (given != null && !given.matches("[UW][A-Z0-9]{1,30}")) {
            throw new Refused("\"" + given + "\" is not a member's id, such as U0ADMIN");
        }
        String id = given == null ? fresh(taken) : given;
        taken.add(id);
        Member member = workspace.member(given).orElseGet(() -> newcomer(id, request));
        return new Member(
                id,
                or(request.optionalText("name"), member.name()),
                or(request.optionalText("real_name"), member.realName()),
                or(request.words("display_name"), member.displayName()),
                email(request, member),
                request.optionalText("image_48") == null ? member.image48() : request.optionalText("image_48"),
                zone(or(request.optionalText("tz"), member.tz())),
                member.app(),
                or(request.flag("deleted"), member.deleted()),
                or(request.flag("is_invited_user"), member.invited()),
                now());
    }

    private @Nullable String email(ControlRequest request, Member member) {
        String email = request.optionalText("email");
        if (email == null) {
            return member.email();
        }
        workspace
                .memberWith(email)
                .filter(other -> !other.id().equals(member.id()))
                .ifPresent(other -> {
                    throw new Refused(email + " is the address of " + other.id());
                });
        return email;
    }

    private Member newcomer(String id, ControlRequest request) {
        String name = request.text("name");
        boolean bot = or(request.flag("is_bot"), false);
        return new Member(
                id,
                name,
                name,
                "",
                bot ? null : id.toLowerCase(Locale.ROOT) + "@crew.example.org",
                null,
                "Etc/UTC",
                bot ? ELSEWHERE : null,
                false,
                false,
                now());
    }

    private static String fresh(Set<String> taken) {
        int count = taken.size() + 1;
        while (taken.contains("U0M%05d".formatted(count))) {
            count++;
        }
        return "U0M%05d".formatted(count);
    }

    private static String zone(String zone) {
        if (!Team.knowsZone(zone)) {
            throw new Refused("\"" + zone + "\" is not a time zone, such as Europe/Prague");
        }
        return zone;
    }

    private static <T> T or(@Nullable T given, T other) {
        return given == null ? other : given;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
