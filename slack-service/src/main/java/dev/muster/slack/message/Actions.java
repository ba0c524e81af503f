package dev.muster.slack.message;

/** By which names Slack says what was pressed, sent or called. */
public final class Actions {

    public static final String OPEN_REPORT = "open_report";
    public static final String EDIT = "edit";
    public static final String SKIP_TODAY = "skip_today";
    public static final String FORM = "standup_form";
    public static final String ANSWER = "answer";
    public static final String COMMAND = "/standup";

    private Actions() {}
}
