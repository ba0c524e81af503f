package dev.muster.slack.bot;

import com.slack.api.Slack;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.model.event.AppHomeOpenedEvent;
import com.slack.api.model.event.ChannelLeftEvent;
import com.slack.api.model.event.GroupLeftEvent;
import com.slack.api.model.event.MemberJoinedChannelEvent;
import com.slack.api.model.event.MemberLeftChannelEvent;
import com.slack.api.model.event.TeamJoinEvent;
import com.slack.api.model.event.UserChangeEvent;
import dev.muster.slack.directory.DirectoryFollower;
import dev.muster.slack.message.Actions;
import dev.muster.slack.message.Home;
import dev.muster.slack.web.SlackWeb;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who answers what Slack tells the bot. */
@Configuration(proxyBeanMethods = false)
class BotApp {

    /** Without middleware: Socket Mode needs no signatures, and Bolt's own would ask Slack before it starts. */
    @Bean
    App bolt(
            @Qualifier("promptSlack") Slack promptSlack,
            Clicks clicks,
            Submissions submissions,
            StandupCommand command,
            OwnRuns ownRuns,
            SlackWeb slack,
            DirectoryFollower directory) {
        var app =
                new App(AppConfig.builder().slack(promptSlack).threadPoolSize(1).build(), List.of());
        app.blockAction(Actions.OPEN_REPORT, clicks::open);
        app.blockAction(Actions.EDIT, clicks::open);
        app.blockAction(Actions.SKIP_TODAY, clicks::skip);
        app.viewSubmission(Actions.FORM, submissions::on);
        app.command(Actions.COMMAND, command::on);
        app.event(AppHomeOpenedEvent.class, (request, context) -> {
            if ("home".equals(request.getEvent().getTab())) {
                var userId = request.getEvent().getUser();
                slack.publishHome(userId, Home.of(ownRuns.ofTheDay(userId)));
            }
            return context.ack();
        });
        app.event(MemberJoinedChannelEvent.class, (_, context) -> {
            directory.look();
            return context.ack();
        });
        app.event(MemberLeftChannelEvent.class, (_, context) -> {
            directory.look();
            return context.ack();
        });
        app.event(ChannelLeftEvent.class, (_, context) -> {
            directory.look();
            return context.ack();
        });
        app.event(GroupLeftEvent.class, (_, context) -> {
            directory.look();
            return context.ack();
        });
        app.event(TeamJoinEvent.class, (_, context) -> {
            directory.look();
            return context.ack();
        });
        app.event(UserChangeEvent.class, (request, context) -> {
            directory.look(request.getEvent().getUser().getId());
            return context.ack();
        });
        return app;
    }
}
