/** What every answer over HTTP has in common: problem details, security headers, and who may read it. */
@NullMarked
package dev.muster.gateway.web;

import org.jspecify.annotations.NullMarked;
