/** The fault suite: a whole Muster under load and a seeded schedule of faults, and what the load saw of it. */
@NullMarked
package dev.muster.sandbox.chaos;

import org.jspecify.annotations.NullMarked;
