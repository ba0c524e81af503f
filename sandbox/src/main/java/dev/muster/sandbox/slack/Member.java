package dev.muster.sandbox.slack;

/** Somebody who has an account in the workspace. */
record Member(String id, String name, String realName, String email, Standing standing) {

    enum Standing {
        /** Takes part. */
        ACTIVE,
        /** Was deactivated by an admin. */
        DEACTIVATED,
        /** Was invited from within Slack and has not come yet. */
        INVITED
    }
}
