/**
 * What may go wrong on purpose at a local endpoint: slow, throttled, broken or lost answers, for
 * rehearsals and tests. Knows no service and no transport; the endpoints ask and act.
 */
@NullMarked
package dev.dragoman.local.faults;

import org.jspecify.annotations.NullMarked;
