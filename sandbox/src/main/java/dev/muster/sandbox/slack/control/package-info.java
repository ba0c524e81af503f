/** The workspace's control side: a person's doings, and the setting up of people, channels and apps. */
@NullMarked
package dev.muster.sandbox.slack.control;

import org.jspecify.annotations.NullMarked;
