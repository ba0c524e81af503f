package dev.muster.sandbox.slack.workspace;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has an account in the workspace, or an app's bot user.
 *
 * @param name the old user name
 * @param displayName what others see, or empty where none was chosen
 * @param image48 the address of a picture, or null for the one that the emulator draws
 * @param app whose bot this is, or null for a person
 * @param deleted was deactivated by an admin
 * @param invited was invited from within Slack and has not come yet
 * @param updated seconds since 1970
 */
public record Member(
        String id,
        String name,
        String realName,
        String displayName,
        @Nullable String email,
        @Nullable String image48,
        String tz,
        @Nullable String app,
        boolean deleted,
        boolean invited,
        long updated) {

    static Member botOf(App app, long created) {
        return new Member(
                app.user(),
                app.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", ""),
                app.name(),
                "",
                null,
                null,
                "America/Los_Angeles",
                app.id(),
                false,
                false,
                created);
    }

    /** Whether this is an app's bot user. */
    public boolean bot() {
        return app != null;
    }

    /** Whether this member can be talked to. */
    public boolean active() {
        return !deleted && !invited;
    }

    /** What a person reads: the display name, or the real name where there is none. */
    public String shownName() {
        return displayName.isEmpty() ? realName : displayName;
    }
}
