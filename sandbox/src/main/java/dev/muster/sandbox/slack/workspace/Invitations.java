package dev.muster.sandbox.slack.workspace;

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

/** Who was invited by e-mail; the invitations outlive the process. */
public final class Invitations implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;]{1,64}@[^\\s@<>,;]+\\.[^\\s@<>,;.]+");
    private static final int LONGEST_ADDRESS = 254;

    private final Map<String, Invitation> invitations = new LinkedHashMap<>();
    private final Journal<Invitation> journal;
    private final Workspace workspace;
    private final InstantSource clock;

    /** The invitations as their journal has them. */
    public Invitations(Path journal, Workspace workspace, InstantSource clock) {
        this.journal = Journal.open(journal, Invitation.class, this::keep);
        this.workspace = workspace;
        this.clock = clock;
    }

    /**
     * Invites somebody by e-mail, or sends the e-mail again where {@code resend} says so.
     *
     * @throws SlackError with Slack's code (ErikKalkoken/slackApiDoc, users.admin.invite)
     */
    public synchronized void invite(
            String email, String firstName, String lastName, List<String> channels, boolean resend) {
        if (email.length() > LONGEST_ADDRESS || !ADDRESS.matcher(email).matches()) {
            throw SlackError.of("invalid_email");
        }
        workspace.memberWith(email).ifPresent(member -> {
            throw SlackError.of(
                    member.deleted()
                            ? "user_disabled"
                            : member.invited() ? "already_in_team_invited_user" : "already_in_team");
        });
        for (String channel : channels) {
            if (workspace.channel(channel).filter(found -> !found.direct()).isEmpty()) {
                throw SlackError.of("channel_not_found");
            }
        }
        Instant now = clock.instant();
        Invitation earlier = invitations.get(key(email));
        if (earlier == null) {
            record(new Invitation(email, firstName, lastName, channels, now, now, 1, null));
        } else if (resend) {
            record(earlier.sentAgain(now));
        } else {
            throw SlackError.of("already_invited");
        }
    }

    /** The invitations, oldest first. */
    public synchronized List<Invitation> all() {
        return List.copyOf(invitations.values());
    }

    /** The invited person comes: from now on there is a member with that address. Empty where nobody was invited. */
    public synchronized Optional<Invitation> accept(String email) {
        Invitation open = invitations.get(key(email));
        if (open == null || open.acceptedAt() != null) {
            return Optional.empty();
        }
        record(open.accepted(clock.instant()));
        return Optional.of(open);
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
