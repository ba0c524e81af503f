@NullMarked
package dev.muster.sandbox.chaos.defect;

import org.jspecify.annotations.NullMarked;
