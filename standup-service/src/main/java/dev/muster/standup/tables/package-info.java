/** What is known of standups, channels and members, from compacted topics. */
@NullMarked
package dev.muster.standup.tables;

import org.jspecify.annotations.NullMarked;
