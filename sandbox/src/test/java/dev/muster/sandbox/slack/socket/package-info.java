@NullMarked
package dev.muster.sandbox.slack.socket;

import org.jspecify.annotations.NullMarked;
