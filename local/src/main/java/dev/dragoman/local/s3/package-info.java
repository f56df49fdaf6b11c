/**
 * S3 on this machine: S3Proxy in this JVM over a directory or in memory, with real signatures.
 *
 * <p>Knows nothing of sessions, keys or chunks.
 */
@NullMarked
package dev.dragoman.local.s3;

import org.jspecify.annotations.NullMarked;
