/**
 * What goes wrong on purpose: the local endpoints ask here before each call, so that a test can throttle,
 * delay, refuse or lose an answer in the middle of a talk.
 *
 * <p>Knows no endpoint and no AWS type.
 */
@NullMarked
package dev.dragoman.local.fault;

import org.jspecify.annotations.NullMarked;
