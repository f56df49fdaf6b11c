package dev.dragoman.local.contract;

/** The credentials with which the job's clients sign: the local endpoints take any. */
final class Anybody {

    static final String KEY = "local";
    static final String SECRET = "local-secret";

    private Anybody() {}

    static void signs() {
        System.setProperty("aws.accessKeyId", KEY);
        System.setProperty("aws.secretAccessKey", SECRET);
    }
}
