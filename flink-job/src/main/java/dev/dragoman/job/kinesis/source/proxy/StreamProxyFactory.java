package dev.dragoman.job.kinesis.source.proxy;

import java.io.Serializable;
import org.apache.flink.configuration.Configuration;

/** Makes the way to the stream on the machine that needs it. */
@FunctionalInterface
public interface StreamProxyFactory extends Serializable {

    /** A new proxy, which the caller closes. */
    StreamProxy create(String streamArn, Configuration sourceConfig);
}
