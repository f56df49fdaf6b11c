/**
 * The job's properties: one validated record per group, every mistake reported at once with the
 * key's name and what it accepts. Managed Service for Apache Flink hands the groups over; elsewhere
 * the same call reads a JSON file.
 */
@NullMarked
package dev.dragoman.job.config;

import org.jspecify.annotations.NullMarked;
