/** What happens between people and apps: triggers, events, actions, submissions, commands and their answers. */
@NullMarked
package dev.muster.sandbox.slack.interaction;

import org.jspecify.annotations.NullMarked;
