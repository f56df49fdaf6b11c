package dev.dragoman.cdk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is deployed, and how large. Checked as a whole: every mistake is reported at once, before
 * anything is synthesized.
 *
 * @param stage tells deployments in one account apart, for example {@code dev}; 1 to 12 lower-case
 *     letters and digits
 * @param jobJar the job's jar with everything that it needs
 * @param functionJar the Lambda functions' jar
 * @param sessions talks at the same time, 1 to 10,000: what recognition, throttling and alarms are made for
 * @param kpus what the job starts with, 1 to 128 (its key groups); autoscaling adds and removes some
 * @param shards of the stream, 1 to 500; 0 lets Kinesis add and remove them
 * @param alarmEmail who is told of alarms and of money; null for nobody
 * @param monthlyBudgetDollars more than that is an alarm, 1 to 1,000,000
 * @param properties of the job, where they are not as usual
 */
public record Deployment(
        String stage,
        Path jobJar,
        Path functionJar,
        int sessions,
        int kpus,
        int shards,
        @Nullable String alarmEmail,
        int monthlyBudgetDollars,
        List<Property> properties) {

    /**
     * A property of the job that is not as usual.
     *
     * @param group for example {@code Synthesize}
     * @param key for example {@code requests-per-second}
     */
    public record Property(String group, String key, String value) {

        /**
         * Reads {@code GROUP.KEY=VALUE}.
         *
         * @throws IllegalArgumentException if it has another shape
         */
        public static Property of(String text) {
            int dot = text.indexOf('.');
            int equals = text.indexOf('=');
            if (dot < 1 || equals < dot + 2) {
                throw new IllegalArgumentException("'" + text + "' is not GROUP.KEY=VALUE");
            }
            return new Property(text.substring(0, dot), text.substring(dot + 1, equals), text.substring(equals + 1));
        }
    }

    /**
     * Checks everything.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public Deployment {
        properties = List.copyOf(properties);
        List<String> mistakes = new ArrayList<>();
        if (!stage.matches("[a-z0-9]{1,12}")) {
            mistakes.add("stage: was '" + stage + "', accepted are 1 to 12 lower-case letters and digits");
        }
        check(mistakes, "sessions", sessions, 1, 10_000);
        check(mistakes, "kpus", kpus, 1, 128);
        check(mistakes, "shards", shards, 0, 500);
        check(mistakes, "monthly budget", monthlyBudgetDollars, 1, 1_000_000);
        if (alarmEmail != null && !alarmEmail.matches("[^@\\s]+@[^@\\s]+")) {
            mistakes.add("alarm email: was '" + alarmEmail + "', accepted is an address");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("The deployment is wrong: " + String.join("; ", mistakes));
        }
    }

    /** The stack of a part. */
    String stackName(String part) {
        return "dragoman-" + stage + "-" + part;
    }

    private static void check(List<String> mistakes, String name, int value, int least, int most) {
        if (value < least || value > most) {
            mistakes.add(name + ": was " + value + ", accepted is " + least + " to " + most);
        }
    }
}
