package dev.muster.sandbox.slack;

import dev.muster.sandbox.emulator.Journal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The workspace: a few fictional members, two channels, and the invitations, which outlive the process. */
final class Workspace implements AutoCloseable {

    static final String TEAM_ID = "T0MUSTER";
    static final String TEAM_NAME = "Muster";

    /** The channels by id. */
    static final Map<String, String> CHANNELS = channels();

    static final List<Member> MEMBERS = List.of(
            new Member("U0ADMIN", "mara", "Mara Lindqvist", "mara@crew.example.org", Member.Standing.ACTIVE),
            new Member("U0TOMAS", "tomas", "Tomás Okonkwo", "tomas@crew.example.org", Member.Standing.ACTIVE),
            new Member("U0YUKI", "yuki", "山本 ゆき", "yuki@crew.example.org", Member.Standing.ACTIVE),
            new Member("U0FORMER", "former", "Ines Duarte", "former@crew.example.org", Member.Standing.DEACTIVATED),
            new Member("U0SOON", "soon", "Noor Haddad", "soon@crew.example.org", Member.Standing.INVITED));

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;]{1,64}@[^\\s@<>,;]+\\.[^\\s@<>,;.]+");
    private static final int LONGEST_ADDRESS = 254;

    private final Map<String, Invitation> invitations = new LinkedHashMap<>();
    private final Journal<Invitation> journal;
    private final InstantSource clock;

    private Workspace(Path journal, InstantSource clock) {
        this.journal = Journal.open(journal, Invitation.class, this::keep);
        this.clock = clock;
    }

    /** The workspace as its journal has it. */
    static Workspace open(Path journal, InstantSource clock) {
        return new Workspace(journal, clock);
    }

    private static Map<String, String> channels() {
        var channels = new LinkedHashMap<String, String>();
        channels.put("C0GENERAL", "general");
        channels.put("C0WELCOME", "welcome");
        return channels;
    }

    /**
     * Invites somebody by e-mail, or sends the e-mail again where {@code resend} says so.
     *
     * @return Slack's error code, or empty on success (ErikKalkoken/slackApiDoc, users.admin.invite)
     */
    synchronized Optional<String> invite(
            String email, String firstName, String lastName, List<String> channels, boolean resend) {
        if (email.length() > LONGEST_ADDRESS || !ADDRESS.matcher(email).matches()) {
            return Optional.of("invalid_email");
        }
        Optional<Member> member = memberWith(email);
        if (member.isPresent()) {
            return Optional.of(
                    switch (member.get().standing()) {
                        case ACTIVE -> "already_in_team";
                        case DEACTIVATED -> "user_disabled";
                        case INVITED -> "already_in_team_invited_user";
                    });
        }
        if (!CHANNELS.keySet().containsAll(channels)) {
            return Optional.of("channel_not_found");
        }
        Instant now = clock.instant();
        Invitation earlier = invitations.get(key(email));
        if (earlier == null) {
            record(new Invitation(email, firstName, lastName, channels, now, now, 1));
        } else if (resend) {
            record(earlier.sentAgain(now));
        } else {
            return Optional.of("already_invited");
        }
        return Optional.empty();
    }

    /** The member with an address; somebody merely invited by us has no account yet. */
    Optional<Member> memberWith(String email) {
        return MEMBERS.stream()
                .filter(member -> key(member.email()).equals(key(email)))
                .findFirst();
    }

    /** The invitations, oldest first. */
    synchronized List<Invitation> invitations() {
        return List.copyOf(invitations.values());
    }

    private void record(Invitation invitation) {
        journal.append(invitation);
        keep(invitation);
    }

    private void keep(Invitation invitation) {
        invitations.put(key(invitation.email()), invitation);
    }

    private static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        journal.close();
    }
}
