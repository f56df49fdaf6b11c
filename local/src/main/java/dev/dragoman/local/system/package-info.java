/**
 * The whole system in one process: every AWS endpoint on the loopback, the unchanged Lambda handler
 * behind the gateway, and the unchanged job on a MiniCluster with its dashboard. Knows every part;
 * of the parts only the command line knows it.
 */
@NullMarked
package dev.dragoman.local.system;

import org.jspecify.annotations.NullMarked;
