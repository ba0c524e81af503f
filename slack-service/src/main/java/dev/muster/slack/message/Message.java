package dev.muster.slack.message;

import com.slack.api.model.block.LayoutBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as Slack takes it, within the limits of Block Kit.
 *
 * @param text what notifications show, in mrkdwn
 * @param blocks what people see
 * @param author under whose name and picture it is posted, where not the bot's
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks">Block Kit</a>
 */
public record Message(
        String text, List<LayoutBlock> blocks, @Nullable Author author) {

    /**
     * Whose name and picture a message has.
     *
     * @param name as people know them
     * @param iconUrl their picture, empty where there is none
     */
    public record Author(String name, String iconUrl) {}

    public Message {
        blocks = List.copyOf(blocks);
    }

    /** A message of the bot's own. */
    Message(String text, List<LayoutBlock> blocks) {
        this(text, blocks, null);
    }
}
