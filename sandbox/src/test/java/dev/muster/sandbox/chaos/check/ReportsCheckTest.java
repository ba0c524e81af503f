package dev.muster.sandbox.chaos.check;

import static dev.muster.sandbox.chaos.check.MadeUp.CHANNEL;
import static dev.muster.sandbox.chaos.check.MadeUp.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.chaos.check.Journals.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ReportsCheckTest {

    private static final String FIRST = "report:" + RUN + ":1";
    private static final String SECOND = "report:" + RUN + ":2";
    private static final String SUMMARY = "post:" + RUN + ":summary";
    private static final String ENTRY = "post:" + RUN + ":UNOOR";

    private final MadeUp world = MadeUp.healthy();

    @Test
    void whatTheLogComesToIsRight() {
        assertThat(violations()).isEmpty();
        assertThat(ReportsCheck.of(world.topics(), world.journals()).figures())
                .contains("runs closed: 1", "revisions: 2", "posts compared with what the channel shows: 3");
    }

    @Test
    void reportThatIsMissingIsSeen() {
        world.lose(Topics.REPORTS, FIRST);

        assertThat(violations()).singleElement().asString().contains(RUN, "revision 1", "0 times");
    }

    @Test
    void secondReportOfRevision1IsSeen() {
        var report = world.event(Topics.REPORTS, FIRST);
        world.publish(Topics.REPORTS, RUN, FIRST, "StandupReport", report.data().toString());

        assertThat(violations()).singleElement().asString().contains("revision 1", "2 times");
    }

    @Test
    void lastRevisionEqualsTheHistory() {
        world.change(Topics.REPORTS, SECOND, data -> {
            data.putArray("missing").add("UNOOR");
            return data;
        });

        assertThat(violations()).singleElement().asString().contains("muster.standup-reports-0@1", "[missing]");
    }

    @Test
    void revisionThatNothingAsksForIsSeen() {
        var report = (ObjectNode) world.event(Topics.REPORTS, SECOND).data().deepCopy();
        world.publish(
                Topics.REPORTS,
                RUN,
                "r-3",
                "StandupReport",
                report.put("revision", 3).toString());

        assertThat(violations()).singleElement().asString().contains("revision 3", "comes to 2");
    }

    @Test
    void reportOfNoRunIsSeen() {
        world.publish(Topics.REPORTS, "other|2026-11-20", "r", "StandupReport", "{\"revision\": 1}");

        assertThat(violations()).singleElement().asString().contains("other|2026-11-20", "no history");
    }

    @Test
    void postThatIsMissingIsSeen() {
        world.lose(Topics.POSTS, ENTRY + ":2");

        assertThat(violations()).singleElement().asString().contains("part UNOOR", "revision 2", "0 times");
    }

    @Test
    void postThatNothingAsksForIsSeen() {
        var post = world.event(Topics.POSTS, ENTRY + ":2");
        world.publish(
                Topics.POSTS,
                RUN,
                "p",
                "PostRequested",
                ((ObjectNode) post.data().deepCopy()).put("revision", 1).toString());

        assertThat(violations()).singleElement().asString().contains("part UNOOR", "does not ask for it");
    }

    @Test
    void postOfOtherContentIsSeen() {
        world.change(Topics.POSTS, ENTRY + ":2", data -> {
            ((ObjectNode) data.path("entry")).put("late", false);
            return data;
        });

        assertThat(violations()).singleElement().asString().contains("part UNOOR", "another content");
    }

    @Test
    void channelShowsTheLastRevision() {
        world.messages.removeIf(message -> message.effectId().equals(SUMMARY));
        world.messages.add(new Message(CHANNEL, "", "99", SUMMARY, "1 answered, 1 skipped, 1 missing"));

        assertThat(violations()).singleElement().asString().contains("part summary", "does not show");
    }

    @Test
    void entryShowsWhatTheMemberSaid() {
        world.messages.removeIf(message -> message.effectId().equals(ENTRY));
        world.messages.add(new Message(CHANNEL, "", "99", ENTRY, "Early"));

        assertThat(violations())
                .singleElement()
                .asString()
                .contains("part UNOOR", "does not show")
                .doesNotContain("Late");
    }

    @Test
    void postInAnotherChannelIsSeen() {
        world.messages.removeIf(message -> message.effectId().equals(ENTRY));
        world.messages.add(new Message("C0OTHER", "", "99", ENTRY, "Late"));

        assertThat(violations()).singleElement().asString().contains("part UNOOR", "not in " + CHANNEL);
    }

    @Test
    void messageOfNoPartIsSeen() {
        world.messages.add(new Message(CHANNEL, "", "99", "post:" + RUN + ":UYUKI", "Nothing"));

        assertThat(violations()).singleElement().asString().contains("UYUKI", "no part");
    }

    private List<String> violations() {
        return ReportsCheck.of(world.topics(), world.journals()).violations();
    }
}
