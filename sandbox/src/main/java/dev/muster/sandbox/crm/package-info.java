/** The emulated ActiveCampaign: API v3 and contacts page. */
@NullMarked
package dev.muster.sandbox.crm;

import org.jspecify.annotations.NullMarked;
