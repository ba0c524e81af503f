/** What the brokers know of everybody's groups and topics, as gauges. */
@NullMarked
package dev.muster.gateway.broker;

import org.jspecify.annotations.NullMarked;
