package dev.muster.gateway.records;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a sign-up brings about, in the order in which it is shown; the steps go on side by side. */
public enum Step {
    /** Their record is kept. */
    @JsonProperty("record")
    RECORD,
    /** They are invited to Slack. */
    @JsonProperty("slack")
    SLACK,
    /** They are a contact in the CRM. */
    @JsonProperty("crm")
    CRM
}
