/**
 * Signs speakers in for development: an issuer of tokens that are shaped as Cognito's, on this machine
 * alone. Knows neither the gateway nor ingest.
 */
@NullMarked
package dev.dragoman.local.issuer;

import org.jspecify.annotations.NullMarked;
