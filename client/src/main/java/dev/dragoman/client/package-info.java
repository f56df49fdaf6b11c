/**
 * The reference speaker and listener: what a page does, on nothing but the JDK's own HTTP and
 * WebSocket client. For the command line, the tests and the load.
 *
 * <p>Knows the protocol and neither side's inside: not the job, not ingest, no AWS.
 */
@NullMarked
package dev.dragoman.client;

import org.jspecify.annotations.NullMarked;
