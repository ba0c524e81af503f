package dev.muster.sandbox.slack.workspace;

import dev.muster.sandbox.emulator.Journal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The workspace: apps, members, channels, direct messages and messages, behind one lock, and with the operating system
 * before anybody is told. It tells nobody what changed; whoever changes it does.
 */
public final class Workspace implements AutoCloseable {

    private final Map<String, App> apps = new LinkedHashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final Map<Set<String>, String> directs = new HashMap<>();
    private final Map<String, Messages> messages = new HashMap<>();
    private final Journal<Entry> journal;
    private final InstantSource clock;
    private Ts last = new Ts(0);

    private Workspace(Path journal, InstantSource clock) {
        this.clock = clock;
        keep(Team.MUSTER);
        Team.MEMBERS.forEach(this::keep);
        keep(Team.CHANNEL);
        this.journal = Journal.open(journal, Entry.class, this::replay);
    }

    /** The workspace as its journal has it; a fresh one has three people, the bot and one channel. */
    public static Workspace open(Path journal, InstantSource clock) {
        return new Workspace(journal, clock);
    }

    /** The installed apps. */
    public synchronized List<App> apps() {
        return List.copyOf(apps.values());
    }

    public synchronized Optional<App> app(@Nullable String id) {
        return Optional.ofNullable(apps.get(id));
    }

    /** Installs an app; its bot user becomes a member. */
    public synchronized void install(App app) {
        record(Entry.of(app));
        record(Entry.of(Member.botOf(app, now())));
    }

    public synchronized List<Member> members() {
        return List.copyOf(members.values());
    }

    public synchronized Optional<Member> member(@Nullable String id) {
        return Optional.ofNullable(members.get(id));
    }

    /** The member with an address, whatever its standing; somebody invited by us has no account yet. */
    public synchronized Optional<Member> memberWith(String email) {
        return Optional.ofNullable(addresses.get(key(email))).map(members::get);
    }

    /** Adds members, or changes those there are. */
    public synchronized void put(Member member) {
        record(Entry.of(member));
    }

    /** Channels and direct messages. */
    public synchronized List<Channel> channels() {
        return List.copyOf(channels.values());
    }

    public synchronized Optional<Channel> channel(@Nullable String id) {
        return Optional.ofNullable(channels.get(id));
    }

    /** Makes a channel, or gives one another name, kind or state; its members stay those it has. */
    public synchronized void put(Channel channel) {
        record(Entry.of(channel));
    }

    /** Adds members to a channel, and returns those who were not in it before. */
    public synchronized List<String> join(String channel, Collection<String> users) {
        Channel found = existing(channel);
        var everybody = new LinkedHashSet<>(found.members());
        List<String> joined = users.stream().filter(everybody::add).toList();
        if (!joined.isEmpty()) {
            record(Entry.of(found.with(everybody)));
        }
        return joined;
    }

    /** Takes members out of a channel, and returns those who were in it before. */
    public synchronized List<String> leave(String channel, Collection<String> users) {
        Channel found = existing(channel);
        var everybody = new LinkedHashSet<>(found.members());
        List<String> left = users.stream().filter(everybody::remove).toList();
        if (!left.isEmpty()) {
            record(Entry.of(found.with(everybody)));
        }
        return left;
    }

    /** The direct messages of two, if they were ever opened. */
    public synchronized Optional<Channel> direct(String user, String other) {
        return Optional.ofNullable(directs.get(Set.copyOf(List.of(user, other))))
                .map(channels::get);
    }

    /** The direct messages of two, which are opened where they were not. */
    public synchronized Channel openDirect(String user, String other) {
        return direct(user, other).orElseGet(() -> {
            String id = "D0" + number(channels.size() + 1);
            var opened = new Channel(
                    id, "", Channel.Kind.DIRECT, false, now(), user, new LinkedHashSet<>(List.of(user, other)));
            record(Entry.of(opened));
            return opened;
        });
    }

    /** Adds a message; its timestamp is later than that of every other message. */
    public synchronized Message post(Function<Ts, Message> draft) {
        Message message = draft.apply(tick());
        record(Entry.of(message));
        return message;
    }

    /** A timestamp that no message has, for what is never kept. */
    public synchronized Ts tick() {
        Ts now = Ts.of(clock.instant());
        last = now.compareTo(last) > 0 ? now : last.next();
        return last;
    }

    /** Changes a message; empty where there is none. */
    public synchronized Optional<Message> change(String channel, Ts ts, UnaryOperator<Message> change) {
        return message(channel, ts).map(found -> {
            Message changed = change.apply(found);
            record(Entry.of(changed));
            return changed;
        });
    }

    /** Removes a message. */
    public synchronized void remove(String channel, Ts ts) {
        record(Entry.removed(channel, ts));
    }

    public synchronized Optional<Message> message(String channel, Ts ts) {
        return Optional.ofNullable(messagesOf(channel).find(ts));
    }

    /** A message where it stands in its channel. */
    public synchronized Optional<Posted> posted(String channel, Ts ts) {
        return message(channel, ts).map(message -> messagesOf(channel).posted(message.ts()));
    }

    /** All messages of a channel, replies among them, oldest first. */
    public synchronized List<Posted> allPosted(String channel) {
        Messages all = messagesOf(channel);
        return all.all().stream().map(message -> all.posted(message.ts())).toList();
    }

    /** The channel's own messages, newest first, before {@code latest} and not before {@code oldest}. */
    public synchronized List<Posted> before(String channel, Ts latest, Ts oldest, int most) {
        return messagesOf(channel).before(latest, oldest, most);
    }

    /** A thread's replies, oldest first, after one timestamp and before the other. */
    public synchronized List<Posted> replies(String channel, Ts thread, Ts after, Ts latest, int most) {
        return messagesOf(channel).replies(thread, after, latest, most);
    }

    /** An id that no member has. */
    public synchronized String freshMember() {
        return fresh("U0M", members.keySet());
    }

    /** An id that no channel has. */
    public synchronized String freshChannel() {
        return fresh("C0C", channels.keySet());
    }

    /** An id that no app has. */
    public synchronized String freshApp() {
        return fresh("A0A", apps.keySet());
    }

    private static String fresh(String letters, Set<String> taken) {
        int count = taken.size() + 1;
        while (taken.contains(letters + number(count))) {
            count++;
        }
        return letters + number(count);
    }

    private static String number(int count) {
        return "%05d".formatted(count);
    }

    private Channel existing(String id) {
        Channel found = channels.get(id);
        if (found == null) {
            throw SlackError.of("channel_not_found");
        }
        return found;
    }

    private Messages messagesOf(String channel) {
        return messages.computeIfAbsent(channel, _ -> new Messages());
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private void record(Entry entry) {
        journal.append(entry);
        replay(entry);
    }

    private void replay(Entry entry) {
        if (entry.app() != null) {
            keep(entry.app());
        }
        if (entry.member() != null) {
            keep(entry.member());
        }
        if (entry.channel() != null) {
            keep(entry.channel());
        }
        if (entry.message() != null) {
            Message message = entry.message();
            messagesOf(message.channel()).put(message);
            last = message.ts().compareTo(last) > 0 ? message.ts() : last;
        }
        if (entry.removal() != null) {
            messagesOf(entry.removal().channel()).remove(entry.removal().ts());
        }
    }

    private void keep(App app) {
        apps.put(app.id(), app);
    }

    private void keep(Member member) {
        Member earlier = members.put(member.id(), member);
        if (earlier != null && earlier.email() != null) {
            addresses.remove(key(earlier.email()), member.id());
        }
        if (member.email() != null) {
            addresses.put(key(member.email()), member.id());
        }
    }

    private void keep(Channel channel) {
        channels.put(channel.id(), channel);
        if (channel.direct()) {
            directs.put(channel.members(), channel.id());
        }
    }

    private static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        journal.close();
    }
}
