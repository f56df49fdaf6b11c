package dev.dragoman.job.service;

import org.apache.flink.metrics.MetricGroup;

/** Where metrics must be registered to be seen everywhere. */
public final class Exported {

    /** The only group of custom metrics that Managed Service for Apache Flink sends to CloudWatch. */
    private static final String GROUP = "kinesisanalytics";

    private Exported() {}

    /** The group of an operator whose metrics leave the cluster. */
    public static MetricGroup of(MetricGroup operator) {
        return operator.addGroup(GROUP);
    }
}
