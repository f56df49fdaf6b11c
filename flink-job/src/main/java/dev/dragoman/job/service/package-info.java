/**
 * What every stage with an outside service shares: how a call is repeated within a bound, how a
 * service's failure reads, and the asynchronous stage that never loses a record. Knows the records
 * of the model and how the AWS SDK fails; knows no stage and no particular service.
 */
@NullMarked
package dev.dragoman.job.service;

import org.jspecify.annotations.NullMarked;
