package dev.dragoman.cdk;

import dev.dragoman.job.config.JobConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The job's property groups on AWS. Everything that is not here has the job's own default. What comes
 * out is checked by the job's own {@link JobConfiguration} before it goes into a template.
 */
final class JobProperties {

    /**
     * Where the job finds what it needs.
     *
     * @param region for example {@code eu-central-1}
     * @param streamArn the stream's
     * @param audioBucket where speech goes
     * @param recordsBucket where transcripts and dead letters go
     * @param connections who listens
     * @param interpretations what was said
     * @param sessions who speaks
     * @param gateway the WebSocket API's {@code @connections} address
     */
    record Places(
            String region,
            String streamArn,
            String audioBucket,
            String recordsBucket,
            String connections,
            String interpretations,
            String sessions,
            String gateway) {

        /** Some that could be: what they are called changes nothing of whether a deployment is right. */
        static Places example() {
            return new Places(
                    "eu-central-1",
                    "arn:aws:kinesis:eu-central-1:111122223333:stream/events",
                    "audio",
                    "records",
                    "connections",
                    "interpretations",
                    "sessions",
                    "https://example.execute-api.eu-central-1.amazonaws.com/live");
        }
    }

    private JobProperties() {}

    /**
     * The groups, by name.
     *
     * @throws IllegalArgumentException with every mistake of the deployment's own properties
     */
    static Map<String, Map<String, String>> of(Places places, Deployment deployment) {
        check(groups(Places.example(), deployment));
        return groups(places, deployment);
    }

    private static Map<String, Map<String, String>> groups(Places places, Deployment deployment) {
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        set(groups, "Source", "stream.arn", places.streamArn());
        set(groups, "Deliver", "bucket", places.audioBucket());
        set(groups, "Deliver", "connections.table", places.connections());
        set(groups, "Deliver", "interpretations.table", places.interpretations());
        set(groups, "Deliver", "sessions.table", places.sessions());
        set(groups, "Deliver", "gateway.endpoint", places.gateway());
        set(groups, "Transcripts", "folder", "s3://" + places.recordsBucket() + "/" + StorageStack.TRANSCRIPTS);
        set(groups, "DeadLetters", "folder", "s3://" + places.recordsBucket() + "/" + StorageStack.DEAD_LETTERS);
        set(groups, "Transcribe", "concurrent-streams", String.valueOf(deployment.sessions()));
        for (String group : new String[] {"Source", "Chunks", "Transcribe", "Translate", "Synthesize", "Deliver"}) {
            set(groups, group, "aws.region", places.region());
        }
        deployment.properties().forEach(it -> set(groups, it.group(), it.key(), it.value()));
        return groups;
    }

    private static void set(Map<String, Map<String, String>> groups, String group, String key, String value) {
        groups.computeIfAbsent(group, name -> new LinkedHashMap<>()).put(key, value);
    }

    private static void check(Map<String, Map<String, String>> groups) {
        Map<String, Properties> read = new LinkedHashMap<>();
        groups.forEach((name, values) -> {
            Properties properties = new Properties();
            properties.putAll(values);
            read.put(name, properties);
        });
        var unused = JobConfiguration.from(read);
    }
}
