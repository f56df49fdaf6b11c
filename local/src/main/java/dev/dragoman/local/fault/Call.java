package dev.dragoman.local.fault;

/**
 * One call that an endpoint is about to serve.
 *
 * @param service {@code s3}, {@code kinesis} or {@code gateway}
 * @param operation the service's own name of it, for example {@code PutObject}, {@code GetRecords},
 *     {@code PostToConnection}
 * @param target what it is about: an S3 key, a stream's name, a connection id
 */
public record Call(String service, String operation, String target) {}
