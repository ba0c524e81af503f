/** Reads the histories of the runs back: keeps the views, builds them anew where they are lost, and asks for the members' messages. */
@NullMarked
package dev.muster.standup.runs;

import org.jspecify.annotations.NullMarked;
