/** What a test puts on a service's class path to break it; none of it is ever shipped. */
@NullMarked
package dev.muster.sandbox.chaos.defect.planted;

import org.jspecify.annotations.NullMarked;
