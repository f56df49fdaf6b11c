/** What the offline engines have in common: being installed, or not. Knows no service. */
@NullMarked
package dev.dragoman.local.engine;

import org.jspecify.annotations.NullMarked;
