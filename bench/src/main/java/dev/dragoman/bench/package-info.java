/**
 * Measures the parts: micro-benchmarks, fuzzing, load, and the comparison with other designs. Nothing
 * uses it.
 */
@NullMarked
package dev.dragoman.bench;

import org.jspecify.annotations.NullMarked;
