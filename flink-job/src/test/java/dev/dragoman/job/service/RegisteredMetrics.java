package dev.dragoman.job.service;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Remembers gauges and counters by their names, without the exported group's. */
public final class RegisteredMetrics extends UnregisteredMetricsGroup {

    private final String prefix;
    private final Map<String, Gauge<?>> values;

    /** With nothing registered. */
    public RegisteredMetrics() {
        this("", new HashMap<>());
    }

    private RegisteredMetrics(String prefix, Map<String, Gauge<?>> values) {
        this.prefix = prefix;
        this.values = values;
    }

    /** What something says now, by its groups and its name with points between them. */
    public Object value(String name) {
        return values.get(name).getValue();
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
        values.put(prefix + name, gauge);
        return gauge;
    }

    @Override
    public Counter counter(String name) {
        Counter counter = super.counter(name);
        values.put(prefix + name, counter::getCount);
        return counter;
    }

    @Override
    public MetricGroup addGroup(String name) {
        return new RegisteredMetrics(name.equals("kinesisanalytics") ? prefix : prefix + name + ".", values);
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
        return addGroup(key).addGroup(value);
    }
}
