package dev.dragoman.ingest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ingest says in its log: codes, session ids and causes; never a message's content. */
final class IngestLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.dragoman.ingest");

    private IngestLog() {}

    static void unavailable(String sessionId, UnavailableException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        LOG.warn("unavailable session={} what={} cause={}", sessionId, e.getMessage(), cause.toString());
    }

    static void refused(TokenRefusedException e) {
        LOG.info("token refused reason={}", e.getMessage());
    }

    static void unchecked(long count, UnavailableException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        LOG.warn("limits not checked count={} what={} cause={}", count, e.getMessage(), cause.toString());
    }

    /** Metrics of a system that nobody's CloudWatch reads. */
    static void metrics(String line) {
        LOG.info("metrics {}", line);
    }

    static void broken(String connectionId, RuntimeException e) {
        LOG.error("broken connection={}", connectionId, e);
    }
}
