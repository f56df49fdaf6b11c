/**
 * Looks after live sessions: looks once a second who is connected, tells the speaker what changed and
 * the listeners what the session is doing, and ends a session whose speaker does not come back.
 */
@NullMarked
package dev.dragoman.job.watch;

import org.jspecify.annotations.NullMarked;
