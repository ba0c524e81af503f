package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * Who a Slack user is. The only event that carries a member's names.
 *
 * @param userId the Slack id
 * @param name the user name
 * @param realName the full name, empty where there is none
 * @param displayName the name they chose to be shown, empty where they chose none
 * @param iconUrl their picture of 48 pixels, empty where there is none
 * @param bot whether this is no person
 * @param deactivated whether the account is closed
 */
public record MemberProfile(
        String userId,
        String name,
        String realName,
        String displayName,
        String iconUrl,
        boolean bot,
        boolean deactivated)
        implements SlackDirectoryEvent {

    /** What a person is called before others: the display name, else the real name, else the user name. */
    public String shownName() {
        return !displayName.isBlank() ? displayName : !realName.isBlank() ? realName : name;
    }

    public MemberProfile {
        requireNonNull(userId, "userId");
        requireNonNull(name, "name");
        requireNonNull(realName, "realName");
        requireNonNull(displayName, "displayName");
        requireNonNull(iconUrl, "iconUrl");
    }

    @Override
    public String key() {
        return userId;
    }
}
