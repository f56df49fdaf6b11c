/**
 * Figures as JSON files, and pictures of them as SVG that a person can read and git can compare. Knows
 * nothing of what is measured.
 */
@NullMarked
package dev.dragoman.bench.plot;

import org.jspecify.annotations.NullMarked;
