/**
 * One small HTTP server on loopback for the services that answer a request with one body. Knows no
 * service; what a path or a header means is the service's matter.
 */
@NullMarked
package dev.dragoman.local.http;

import org.jspecify.annotations.NullMarked;
