/** What the emulated workspace knows: its people, apps, channels and messages, which outlive the process. */
@NullMarked
package dev.muster.sandbox.slack.workspace;

import org.jspecify.annotations.NullMarked;
