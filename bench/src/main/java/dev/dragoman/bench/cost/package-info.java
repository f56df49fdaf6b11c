/**
 * What talks cost on AWS: arithmetic over list prices and measured quantities. Knows nothing of the system
 * but how much of everything a session uses.
 */
@NullMarked
package dev.dragoman.bench.cost;

import org.jspecify.annotations.NullMarked;
