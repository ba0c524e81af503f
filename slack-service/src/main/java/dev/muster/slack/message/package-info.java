/** What people see in Slack, as pure functions: messages, modals, and the text in them. */
@NullMarked
package dev.muster.slack.message;

import org.jspecify.annotations.NullMarked;
