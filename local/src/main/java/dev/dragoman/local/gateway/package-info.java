/**
 * API Gateway's WebSocket API on one machine: routes to an unchanged Lambda handler, route responses,
 * the {@code @connections} management API, and API Gateway's limits. Knows no handler by name.
 */
@NullMarked
package dev.dragoman.local.gateway;

import org.jspecify.annotations.NullMarked;
