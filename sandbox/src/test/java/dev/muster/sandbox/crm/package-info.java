@NullMarked
package dev.muster.sandbox.crm;

import org.jspecify.annotations.NullMarked;
