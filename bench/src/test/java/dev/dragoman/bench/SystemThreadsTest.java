package dev.dragoman.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemThreadsTest {

    @ParameterizedTest
    @CsvSource({
        "Source: source -> fetch (1/2)#0, tasks",
        "transcribe -> timeless (2/2)#0, tasks",
        "OutputFlusher for order, tasks",
        "transcode-worker-1, tasks",
        "aws-1-1, calls",
        "sdk-async-response-2-0, calls",
        "flink-pekko.actor.default-dispatcher-4, Flink's own",
        "lambda, ingest",
        "transcribe-http2-1-1, endpoints",
        "S3Proxy-Jetty-12, endpoints",
        "client-31, 'speakers, listeners'",
        "main, others",
    })
    void aThreadsNameTellsWhatItIsThereFor(String name, String group) {
        assertThat(SystemThreads.groupOf(name)).isEqualTo(group);
    }
}
