package dev.dragoman.bench.cost;

import java.util.EnumMap;
import java.util.Map;

/**
 * Talks that go on at the same time, and how much of everything they use. Speakers speak all the time: what
 * is charged for speech is an upper bound.
 *
 * @param sessions talks at once, 1 to 10,000
 * @param languages languages that each is interpreted into, 1 to 75
 * @param hours how long each takes, more than 0
 * @param listeners of each talk, 0 to 100,000, spread evenly over its languages
 */
record Talks(int sessions, int languages, double hours, int listeners) {

    private static final int SECONDS = 3_600;
    private static final double BYTES_PER_GIGABYTE = 1e9;
    private static final double HOURS_PER_MONTH = 730;

    /** 150 words a minute, six characters each with the space behind it: a brisk talk. */
    static final int CHARACTERS_PER_HOUR = 150 * 60 * 6;

    /** One every four seconds. */
    static final int UTTERANCES_PER_HOUR = SECONDS / 4;

    /** Chunks of 250 ms. */
    static final int CHUNKS_PER_HOUR = SECONDS * 4;

    /** A status each second, and an acknowledgement for each chunk. */
    private static final int MESSAGES_TO_SPEAKER_PER_HOUR = SECONDS + CHUNKS_PER_HOUR;

    /** A final caption and an audio message for each utterance; partial captions are extra. */
    private static final int MESSAGES_TO_LISTENER_PER_HOUR = 2 * UTTERANCES_PER_HOUR;

    private static final int MESSAGE_BYTES = 1_500;

    /** MP3 as Polly gives it at 24 kHz: 48 kbit/s. */
    private static final int SPEECH_BYTES_PER_SECOND = 6_000;

    /** A put to S3 and one to Kinesis, one after the other, at 10 to 20 ms each. */
    private static final double LAMBDA_SECONDS = 0.030;

    private static final double LAMBDA_GIGABYTES = 1;
    private static final int KINESIS_ROUNDS_UP_TO_BYTES = 1_024;

    /** Three lines of Lambda's own and one of the API's access log. */
    private static final int LOG_BYTES_PER_CALL = 700;

    /** An item of the connections index, in bytes; a read is of 4 KB, and of an index costs half. */
    private static final int CONNECTION_BYTES = 200;

    private static final double BYTES_PER_READ = 2 * 4_096;

    /** What a session in up to two languages takes of a core, in thousandths; see docs/measurements.md. */
    private static final int MILLICORES = 50;

    /** What every further language takes: its share of translate, synthesize and deliver. */
    private static final int MILLICORES_PER_FURTHER_LANGUAGE = 10;

    /** A KPU is a core; when it is busier its latency grows. */
    private static final int MILLICORES_BUSY_AT_MOST = 600;

    private static final int GIGABYTES_PER_KPU = 50;

    Talks {
        check("sessions", sessions, 1, 10_000);
        check("languages", languages, 1, 75);
        check("listeners", listeners, 0, 100_000);
        if (!(hours > 0 && hours <= HOURS_PER_MONTH)) {
            throw new IllegalArgumentException("--hours was " + hours + "; accepted is more than 0, up to 730");
        }
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "--" + what + " was " + value + "; accepted are " + least + " to " + most);
        }
    }

    /** KPUs that do the job's work; one more orchestrates. */
    int kpus() {
        int millicores = sessions * (MILLICORES + MILLICORES_PER_FURTHER_LANGUAGE * Math.max(0, languages - 2));
        return (millicores + MILLICORES_BUSY_AT_MOST - 1) / MILLICORES_BUSY_AT_MOST;
    }

    /** How much of everything they use in all. */
    Map<Priced, Double> used() {
        double sessionHours = sessions * hours;
        double languageHours = sessionHours * languages;
        double listenerHours = sessionHours * listeners;
        double speechCharacters = CHARACTERS_PER_HOUR * languageHours;
        double messages = sessionHours * (CHUNKS_PER_HOUR + MESSAGES_TO_SPEAKER_PER_HOUR)
                + listenerHours * MESSAGES_TO_LISTENER_PER_HOUR;
        double calls = sessionHours * CHUNKS_PER_HOUR;
        double kinesisGigabytes = calls * KINESIS_ROUNDS_UP_TO_BYTES / BYTES_PER_GIGABYTE;
        double kpuHours = (kpus() + 1) * hours;
        double toListeners = SECONDS * SPEECH_BYTES_PER_SECOND + MESSAGES_TO_LISTENER_PER_HOUR * MESSAGE_BYTES;

        Map<Priced, Double> used = new EnumMap<>(Priced.class);
        used.put(Priced.TRANSCRIBE_MINUTE, sessionHours * 60);
        used.put(Priced.TRANSLATE_CHARACTER, speechCharacters);
        used.put(Priced.POLLY_CHARACTER, speechCharacters);
        used.put(Priced.WEBSOCKET_MESSAGE, messages);
        used.put(Priced.WEBSOCKET_MINUTE, 60 * (sessionHours + listenerHours));
        used.put(Priced.LAMBDA_REQUEST, calls);
        used.put(Priced.LAMBDA_GIGABYTE_SECOND, calls * LAMBDA_SECONDS * LAMBDA_GIGABYTES);
        used.put(Priced.S3_PUT, calls + languageHours * UTTERANCES_PER_HOUR);
        used.put(Priced.S3_GET, calls + listenerHours * UTTERANCES_PER_HOUR);
        used.put(Priced.KINESIS_HOUR, hours);
        used.put(Priced.KINESIS_GIGABYTE_IN, kinesisGigabytes);
        used.put(Priced.KINESIS_GIGABYTE_OUT, kinesisGigabytes);
        used.put(Priced.DYNAMODB_WRITE, writes(sessionHours, languageHours));
        used.put(Priced.DYNAMODB_READ, reads(sessionHours, languageHours));
        used.put(Priced.KPU_HOUR, kpuHours);
        used.put(Priced.KPU_STORAGE_MONTH, kpus() * GIGABYTES_PER_KPU * hours / HOURS_PER_MONTH);
        used.put(Priced.GIGABYTE_TO_INTERNET, listenerHours * toListeners / BYTES_PER_GIGABYTE);
        used.put(Priced.LOG_GIGABYTE, calls * LOG_BYTES_PER_CALL / BYTES_PER_GIGABYTE);
        return used;
    }

    /** What was said, for those who missed it, also in the speaker's language; and how far each language was told. */
    private static double writes(double sessionHours, double languageHours) {
        return UTTERANCES_PER_HOUR * (sessionHours + 2 * languageHours);
    }

    /** Who is there: all of a session each second, those of a language for each caption and each audio. */
    private double reads(double sessionHours, double languageHours) {
        double all = Math.max(0.5, listeners * CONNECTION_BYTES / BYTES_PER_READ);
        double ofLanguage = Math.max(0.5, (double) listeners / languages * CONNECTION_BYTES / BYTES_PER_READ);
        return sessionHours * SECONDS * all + languageHours * 2 * UTTERANCES_PER_HOUR * ofLanguage;
    }
}
