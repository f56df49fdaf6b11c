/** Serves the built pages of {@code web/} as a server of files does on AWS. Knows nothing of what they ask. */
@NullMarked
package dev.dragoman.local.pages;

import org.jspecify.annotations.NullMarked;
