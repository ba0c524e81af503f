/** Modals and App Homes, and what people type into them. */
@NullMarked
package dev.muster.sandbox.slack.view;

import org.jspecify.annotations.NullMarked;
