/**
 * Dragoman on AWS: a stack for each part, each a page long, put together by {@link
 * dev.dragoman.cdk.DragomanApp} in one direction (web, storage, tables, stream, ingest, job,
 * observability). Needs no account and no network until it is deployed: nothing is looked up.
 */
@NullMarked
package dev.dragoman.cdk;

import org.jspecify.annotations.NullMarked;
