package dev.muster.slack.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.slack.api.model.block.LayoutBlock;
import java.util.List;
import java.util.UUID;
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

    /** The same for the same message, and another for another. */
    public String version() {
        return UUID.nameUUIDFromBytes(toString().getBytes(UTF_8)).toString();
    }

    /** A message of the bot's own. */
    Message(String text, List<LayoutBlock> blocks) {
        this(text, blocks, null);
    }
}
