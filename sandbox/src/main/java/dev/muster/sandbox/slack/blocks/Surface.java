package dev.muster.sandbox.slack.blocks;

import java.util.Set;

/** Where blocks stand, which decides how many and which there may be (docs.slack.dev, "Blocks"). */
public enum Surface {
    MESSAGE(50),
    MODAL(100),
    HOME(100);

    private static final Set<String> EVERYWHERE =
            Set.of("section", "divider", "image", "actions", "context", "input", "header", "rich_text", "video");
    private static final Set<String> IN_MESSAGES = Set.of("markdown", "table");

    private final int most;

    Surface(int most) {
        this.most = most;
    }

    int mostBlocks() {
        return most;
    }

    boolean takes(String type) {
        return EVERYWHERE.contains(type) || (this == MESSAGE && IN_MESSAGES.contains(type));
    }
}
