/** What members do in Slack: buttons, modals, commands, over Socket Mode. */
@NullMarked
package dev.muster.slack.bot;

import org.jspecify.annotations.NullMarked;
