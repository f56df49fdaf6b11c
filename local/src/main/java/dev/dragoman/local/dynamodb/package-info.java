/**
 * DynamoDB on this machine: DynamoDB Local in this JVM, in memory, with the system's tables.
 *
 * <p>Knows the tables' shape from the protocol and nothing of what is done with them.
 */
@NullMarked
package dev.dragoman.local.dynamodb;

import org.jspecify.annotations.NullMarked;
